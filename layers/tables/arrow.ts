import {
  Table as ArrowTable,
  Dictionary,
  Field,
  Int32,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { Column, Table } from '../contracts/columns.ts';

/**
 * Typed columns as an Arrow IPC file, which any Arrow implementation reads. Missing numbers stay NaN;
 * categories are dictionary encoded, and their missing values are nulls.
 */
export function writeArrow(table: Table): Uint8Array {
  const entries = Object.entries(table.columns);
  const vectors = entries.map(([, column], index) => vectorOf(column, index));
  const fields = entries.map(([name], index) => new Field(name, vectors[index]!.type, true));
  const schema = new Schema(fields, new Map([['millrace.rows', String(table.length)]]));
  const batch = new RecordBatch(
    schema,
    makeData({
      type: new Struct(fields),
      length: table.length,
      nullCount: 0,
      children: vectors.map((vector) => vector.data[0]!),
    }),
  );
  return tableToIPC(new ArrowTable(schema, batch), 'file');
}

function vectorOf(column: Column, index: number) {
  if (column.kind === 'number') return makeVector(column.values);
  const { codes, categories } = column;
  const nullBitmap = new Uint8Array(Math.ceil(codes.length / 8));
  let nullCount = 0;
  for (const [row, code] of codes.entries()) {
    if (code === -1) nullCount++;
    else nullBitmap[row >> 3]! |= 1 << (row & 7);
  }
  const type = new Dictionary(new Utf8(), new Int32(), index);
  const dictionary = vectorFromArray([...categories], new Utf8());
  return makeVector(
    makeData({
      type,
      length: codes.length,
      nullCount,
      nullBitmap,
      data: codes.map((code) => Math.max(code, 0)),
      dictionary,
    }),
  );
}

/** The typed columns of an Arrow IPC file that `writeArrow` made. */
export function readArrow(bytes: Uint8Array): Table {
  const table = tableFromIPC(bytes);
  const columns = table.schema.fields.map((field, index): [string, Column] => {
    const data = table.getChildAt(index)!.data[0]!;
    if (!(field.type instanceof Dictionary)) {
      return [
        field.name,
        {
          kind: 'number',
          values: Float64Array.from((data.values as Float64Array).subarray(0, table.numRows)),
        },
      ];
    }
    const names = [...(data.dictionary ?? [])].map(String);
    const codes = Int32Array.from((data.values as Int32Array).subarray(0, table.numRows));
    if (data.nullCount > 0) for (const row of codes.keys()) if (!data.getValid(row)) codes[row] = -1;
    return [field.name, { kind: 'category', codes, categories: names }];
  });
  return { length: table.numRows, columns: Object.fromEntries(columns) };
}
