import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { FittedPipeline } from '../../layers/learn/index.ts';

/** Rows of one request; more belong into a batch. */
const mostRows = 10_000;

type Row = Record<string, unknown>;

/** More than one request may hold: HTTP 413. */
export class TooLarge extends Error {}

export interface PredictRequest {
  readonly rows: Row[];
  /** Name of the field of the answer: `predictions` for rows, `outputs` for columns. */
  readonly answer: 'predictions' | 'outputs';
}

/** What a path names: `/v1/models/M`, `…/versions/V`, `…/labels/L`, and the verb after the colon or last slash. */
export interface ModelPath {
  readonly model: string;
  readonly version?: string;
  readonly alias: string;
  readonly verb: string;
}

/** Parses a path of TensorFlow Serving's REST API; undefined when it is none. */
export function parsePath(path: string): ModelPath | undefined {
  const found =
    /^\/v1\/models\/([^/:]+)(?:\/versions\/([^/:]+)|\/labels\/([^/:]+))?(?:[:/](predict|metadata|feedback))?$/.exec(
      path.replaceAll(/%3a/gi, ':'),
    );
  if (!found) return undefined;
  const [, model, version, label, verb = 'status'] = found;
  return {
    model: decodeURIComponent(model!),
    ...(version !== undefined && { version: decodeURIComponent(version) }),
    alias: decodeURIComponent(label ?? 'champion'),
    verb,
  };
}

/** JSON, or a message that says why it is none. @throws InvalidInput */
export function parseBody(text: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`the body is not JSON (${(error as Error).message}): send {"instances": [{…}]}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidInput(
      'the body must be an object: send {"instances": [{…}]} with a row for each prediction',
    );
  }
  return body as Record<string, unknown>;
}

/** The rows of a request, given as `instances` (rows) or `inputs` (columns). @throws InvalidInput */
export function parseRows(body: Record<string, unknown>, { signature }: FittedPipeline): PredictRequest {
  const unknown = Object.keys(body).filter((key) => !['instances', 'inputs', 'signature_name'].includes(key));
  if (unknown.length > 0)
    throw new InvalidInput(
      `the body has an unknown key ${JSON.stringify(unknown[0])}: send instances or inputs`,
    );
  if ('instances' in body === 'inputs' in body)
    throw new InvalidInput('the body must have either instances (rows) or inputs (columns)');
  const names = signature.inputs.map(({ name }) => name);
  const rows = 'instances' in body ? rowsOf(body.instances, names) : columnsOf(body.inputs);
  if (rows.length === 0) throw new InvalidInput('there are no rows to predict: instances must not be empty');
  if (rows.length > mostRows)
    throw new TooLarge(
      `${rows.length} rows are more than the ${mostRows} of one request: send several, or use a batch`,
    );
  return { rows, answer: 'instances' in body ? 'predictions' : 'outputs' };
}

function rowsOf(instances: unknown, names: readonly string[]): Row[] {
  if (!Array.isArray(instances)) throw new InvalidInput('instances must be a list of rows');
  return instances.map((row: unknown, index) => {
    if (!Array.isArray(row)) return row as Row;
    if (row.length !== names.length)
      throw new InvalidInput(
        `instances[${index}] has ${row.length} values where the model takes ${names.length}: ${names.join(', ')}`,
      );
    return Object.fromEntries(names.map((name, column) => [name, row[column] as unknown]));
  });
}

function columnsOf(inputs: unknown): Row[] {
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs))
    throw new InvalidInput('inputs must be an object of columns: {"area": [1, 2]}');
  const columns = Object.entries(inputs);
  const length = Array.isArray(columns[0]?.[1]) ? columns[0][1].length : 0;
  for (const [name, values] of columns) {
    if (!Array.isArray(values)) throw new InvalidInput(`inputs.${name} must be a list of values`);
    if (values.length !== length)
      throw new InvalidInput(
        `inputs.${name} has ${values.length} values where ${columns[0]![0]} has ${length}: columns must be equally long`,
      );
  }
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, (values as unknown[])[row]])),
  );
}

/** Outcomes of a feedback request. @throws InvalidInput */
export function parseOutcomes(body: Record<string, unknown>): { id: string; outcome: string | number }[] {
  const { outcomes } = body;
  if (!Array.isArray(outcomes) || outcomes.length === 0) {
    throw new InvalidInput(
      'the body must be {"outcomes": [{"id": "<prediction id>", "outcome": <what happened>}]}',
    );
  }
  return outcomes.map((one: unknown, index) => {
    const { id, outcome } = (one ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string' || !/^[0-9a-f-]{36}:\d+$/.test(id)) {
      throw new InvalidInput(
        `outcomes[${index}].id must be a prediction's id: the Prediction-Id of the answer, a colon and the row's number, not ${JSON.stringify(id)}`,
      );
    }
    if (typeof outcome !== 'string' && !(typeof outcome === 'number' && Number.isFinite(outcome))) {
      throw new InvalidInput(
        `outcomes[${index}].outcome must be a number or a class, not ${JSON.stringify(outcome)}`,
      );
    }
    return { id, outcome };
  });
}
