import { InvalidInput } from '../layers/contracts/errors.ts';
import { Usage } from './failures.ts';
import type { Target } from './target.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A column that a model wants. */
export interface Input {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly categories?: readonly string[];
}

/** Which version answers; the champion when neither is given. */
export interface Selection {
  readonly version?: string;
  readonly alias?: string;
}

/** Path of a model's routes: `/v1/models/M`, `/v1/models/M/versions/2`, `/v1/models/M/labels/champion`. */
export function servingPath(model: string, { version, alias }: Selection = {}): string {
  const base = `/v1/models/${encodeURIComponent(model)}`;
  if (version !== undefined) return `${base}/versions/${encodeURIComponent(version)}`;
  return alias === undefined ? base : `${base}/labels/${encodeURIComponent(alias)}`;
}

/** Columns that a served model wants, by the signature that it answers with. */
export async function inputsOf(
  target: Target,
  model: string,
  selection: Selection = {},
): Promise<readonly Input[]> {
  return readInputs(await target.request('GET', `${servingPath(model, selection)}/metadata`));
}

/** Finds `inputs` of the signature wherever the metadata carries it. @throws InvalidInput without any */
export function readInputs(metadata: unknown): readonly Input[] {
  const found = search(metadata);
  if (found) return found;
  throw new InvalidInput('the model answers without a signature: run its pipeline again');
}

function search(value: unknown): readonly Input[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('inputs' in value && Array.isArray(value.inputs) && value.inputs.every(isInput)) return value.inputs;
  for (const inner of Object.values(value)) {
    const found = search(inner);
    if (found) return found;
  }
  return undefined;
}

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && 'name' in value && 'kind' in value;
}

/** Row with the model's columns alone, each of the model's type: `1` in a category's column is `"1"`. */
export function fitRow(row: Row, inputs: readonly Input[]): Row {
  return Object.fromEntries(
    inputs
      .filter(({ name }) => row[name] !== undefined)
      .map(({ name, kind }) => {
        const value = row[name];
        return [name, kind === 'category' && value !== null ? String(value) : value];
      }),
  );
}

/** A row from the command line. @throws Usage */
export function parseRow(text: string): Row {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch (error) {
    throw new Usage(
      `--row must be a JSON object such as '{"area": 120, "rooms": 4}': ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Row;
  throw new Usage(
    `--row must be a JSON object such as '{"area": 120, "rooms": 4}', not ${text.slice(0, 60)}`,
  );
}

/** A prediction in one line: the number, or the class with its probability. */
export function predictionText(prediction: unknown): string {
  if (typeof prediction === 'object' && prediction !== null && 'label' in prediction) {
    const { label, probabilities = {} } = prediction as {
      label: string;
      probabilities?: Record<string, number>;
    };
    const probability = probabilities[label];
    return probability === undefined ? label : `${label}\t${probability.toFixed(4)}`;
  }
  return typeof prediction === 'string' ? prediction : JSON.stringify(prediction);
}
