import { InvalidInput } from './errors.ts';
import type { Dense } from './matrix.ts';

const kinds = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
};

type Kind = keyof typeof kinds;
type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array | Uint16Array;

/** A typed array in a JSON document: every bit of it, little-endian, in a third of the room that digits take. */
export interface PackedArray {
  readonly dtype: Kind;
  readonly base64: string;
}

/** For what is long, as the nodes of a forest are; short arrays stay readable as lists of numbers. */
export function packArray(values: TypedArray): PackedArray {
  const [dtype] = Object.entries(kinds).find(([, type]) => values instanceof type)! as [Kind, unknown];
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  // Not all at once: the arguments of a call lie on the stack.
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return { dtype, base64: btoa(text) };
}

/** @throws InvalidInput when the text is not of such an array */
export function unpackArray<Array extends TypedArray>({ dtype, base64 }: PackedArray): Array {
  const type = Object.hasOwn(kinds, dtype) ? kinds[dtype] : undefined;
  if (!type) throw new InvalidInput(`there are no arrays of ${JSON.stringify(dtype)}: use a newer version`);
  const text = atob(base64);
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  if (bytes.length % type.BYTES_PER_ELEMENT !== 0)
    throw new InvalidInput(`${bytes.length} bytes are no array of ${dtype}: the document is damaged`);
  return new type(bytes.buffer) as Array;
}

/** A dense matrix in a JSON document. */
export interface PackedDense {
  readonly rows: number;
  readonly columns: number;
  readonly data: PackedArray;
}

export function packDense({ rows, columns, data }: Dense): PackedDense {
  return { rows, columns, data: packArray(data) };
}

export function unpackDense({ rows, columns, data }: PackedDense): Dense {
  return { rows, columns, data: unpackArray<Float64Array>(data) };
}
