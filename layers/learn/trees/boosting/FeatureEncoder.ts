import { checkNotInfinite, checkWidth } from '../../checkData.ts';
import { InvalidInput } from '../../errors.ts';
import { type Dense, type Features, isTable, toDense } from '../../matrix.ts';
import type { Column, Table } from '../../table.ts';

/** The categories of a column in the order of their bins; null for a column of numbers. */
export type Categories = readonly string[] | readonly number[] | null;

/** Which features are categories: those of a table's category columns, or the columns, or their names. */
export type CategoricalFeatures = 'from_dtype' | readonly (number | string | boolean)[] | null;

/** Turns features into numbers for trees: a category into the number of its bin, an unknown one into a missing value. */
export class FeatureEncoder {
  readonly categories: readonly Categories[];
  readonly #bins: readonly (ReadonlyMap<number | string, number> | undefined)[];

  constructor(categories: readonly Categories[]) {
    this.categories = categories;
    this.#bins = categories.map((own) =>
      own?.length !== undefined ? new Map([...own].map((category, bin) => [category, bin])) : undefined,
    );
  }

  get hasCategories(): boolean {
    return this.#bins.some(Boolean);
  }

  /** @throws InvalidInput for another number of columns, infinite numbers, and numbers where texts are known or the other way round */
  encode(features: Features): Dense {
    const X =
      isTable(features) && this.hasCategories ? this.#ofTable(features) : this.#ofNumbers(toDense(features));
    checkNotInfinite(X);
    return X;
  }

  #ofNumbers(X: Dense): Dense {
    checkWidth(X, this.categories.length);
    if (!this.hasCategories) return X;
    const data = X.data.slice();
    for (const [column, bins] of this.#bins.entries()) {
      if (!bins) continue;
      this.#refuseNumbers(column);
      for (let at = column; at < data.length; at += X.columns) data[at] = bins.get(data[at]!) ?? Number.NaN;
    }
    return { ...X, data };
  }

  #refuseNumbers(column: number): void {
    if (typeof this.categories[column]?.[0] === 'string')
      throw new InvalidInput(
        `feature ${column} was fitted to categories that are texts: give a table whose column holds them`,
      );
  }

  #ofTable({ length, columns }: Table): Dense {
    const entries = Object.entries(columns);
    const width = entries.length;
    checkWidth({ columns: width }, this.categories.length);
    const data = new Float64Array(length * width);
    for (const [place, [name, column]] of entries.entries()) {
      const encoded = this.#ofColumn(name, column, place);
      for (let row = 0; row < length; row++) data[row * width + place] = encoded[row]!;
    }
    return { rows: length, columns: width, data };
  }

  #ofColumn(name: string, column: Column, place: number): Float64Array {
    const bins = this.#bins[place];
    if (column.kind === 'number') {
      if (!bins) return column.values;
      this.#refuseNumbers(place);
      return column.values.map((value) => bins.get(value) ?? Number.NaN);
    }
    if (!bins || typeof this.categories[place]![0] === 'number')
      throw new InvalidInput(`column ${name} holds categories where the model was fitted to numbers`);
    const ownBins = column.categories.map((category) => bins.get(category) ?? Number.NaN);
    return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : ownBins[code]!));
  }
}

/** Finds the categories there are. @throws InvalidInput when they are said of columns that are not there */
export function fitEncoder(features: Features, categorical: CategoricalFeatures): FeatureEncoder {
  const names = isTable(features) ? Object.keys(features.columns) : undefined;
  const isText = (column: number) =>
    isTable(features) && features.columns[names![column]!]!.kind === 'category';
  const X = isTable(features) ? undefined : toDense(features);
  const width = names?.length ?? X!.columns;
  const chosen = chosenColumns(categorical, width, names, isText);
  const categories = Array.from({ length: width }, (_, column): Categories => {
    if (!chosen(column)) {
      if (isText(column))
        throw new InvalidInput(
          `column ${names![column]} holds categories: leave categoricalFeatures as it is, or name it there`,
        );
      return null;
    }
    return isTable(features) ? ofColumn(features.columns[names![column]!]!) : distinct(columnOf(X!, column));
  });
  return new FeatureEncoder(categories);
}

function chosenColumns(
  categorical: CategoricalFeatures,
  width: number,
  names: readonly string[] | undefined,
  isText: (column: number) => boolean,
): (column: number) => boolean {
  if (categorical === null) return () => false;
  if (categorical === 'from_dtype') return isText;
  if (categorical.every((one) => typeof one === 'boolean')) {
    if (categorical.length !== width && categorical.length > 0)
      throw new InvalidInput(
        `categoricalFeatures has ${categorical.length} flags for ${width} columns: give one for each`,
      );
    return (column) => categorical[column] === true;
  }
  const columns = new Set(
    categorical.map((one) => {
      const column = typeof one === 'string' ? (names?.indexOf(one) ?? -1) : Number(one);
      if (Number.isInteger(column) && column >= 0 && column < width) return column;
      throw new InvalidInput(
        `categoricalFeatures names ${JSON.stringify(one)}, which is none of the ${width} columns${names ? `: ${names.join(', ')}` : ''}`,
      );
    }),
  );
  return (column) => columns.has(column);
}

function ofColumn(column: Column): Categories {
  if (column.kind === 'number') return distinct(column.values);
  const used = new Set(column.codes);
  return column.categories.filter((_, code) => used.has(code));
}

function columnOf({ columns, data }: Dense, column: number): Float64Array {
  return Float64Array.from({ length: data.length / columns }, (_, row) => data[row * columns + column]!);
}

function distinct(values: Float64Array): number[] {
  return [...new Set(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
}
