import { checkNotInfinite } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, LoadModel, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, mostCells, toDense } from '../matrix.ts';
import { within } from './part.ts';

/** What fills some columns of a joined output. */
export interface Block {
  readonly name: string;
  readonly fitted: FittedTransformer<never> | 'passthrough';
  /** Multiplies the output. */
  readonly weight: number;
}

export interface BlockDocument {
  readonly name: string;
  readonly fitted: ModelDocument | 'passthrough';
  readonly weight: number;
}

export function toDocument({ name, fitted, weight }: Block): BlockDocument {
  return { name, fitted: fitted === 'passthrough' ? fitted : fitted.toJSON(), weight };
}

export function ofDocument({ name, fitted, weight }: BlockDocument, load: LoadModel): Block {
  return { name, fitted: fitted === 'passthrough' ? fitted : load<FittedTransformer<never>>(fitted), weight };
}

/** What the block makes of its input. @throws InvalidInput that names the block too */
export function transformBlock({ name, fitted, weight }: Block, input: unknown): Dense {
  const output = within(name, () =>
    fitted === 'passthrough' ? passed(input as Features) : toDense(fitted.transform(input as never)),
  );
  return weight === 1 ? output : { ...output, data: output.data.map((value) => value * weight) };
}

/** Missing values pass, as they do in scikit-learn. @throws InvalidInput for infinite ones */
export function passed(X: Features): Dense {
  const same = toDense(X);
  checkNotInfinite(same);
  return same;
}

/** Matrices of as many rows, side by side. @throws InvalidInput when they are more than memory holds */
export function stackColumns(parts: readonly Dense[], rows: number): Dense {
  const columns = parts.reduce((sum, part) => sum + part.columns, 0);
  if (rows * columns > mostCells)
    throw new InvalidInput(
      `${rows} rows of ${columns} columns are too many to hold: use fewer rows or features`,
    );
  const data = new Float64Array(rows * columns);
  let left = 0;
  for (const part of parts) {
    if (part.rows !== rows)
      throw new InvalidInput(
        `a transformer made ${part.rows} rows of ${rows}: one that leaves rows out cannot stand beside others`,
      );
    for (let row = 0; row < rows; row++) {
      const [from, to] = [row * part.columns, row * columns + left];
      for (let column = 0; column < part.columns; column++) data[to + column] = part.data[from + column]!;
    }
    left += part.columns;
  }
  return { rows, columns, data };
}

/**
 * Names of the joined columns; with `verbose`, that of their block and two underscores come first.
 *
 * @throws InvalidInput when two columns would have the same name
 */
export function joinNames(
  blocks: readonly (readonly [name: string, columns: readonly string[]])[],
  verbose: boolean,
): string[] {
  const names = blocks.flatMap(([name, columns]) =>
    columns.map((column) => (verbose ? `${name}__${column}` : column)),
  );
  const known = new Set<string>();
  for (const name of names) {
    if (known.has(name))
      throw new InvalidInput(`two columns would be named ${name}: set verboseFeatureNamesOut to true`);
    known.add(name);
  }
  return names;
}
