import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { Signature } from '../../layers/learn/index.ts';
import { Rejected } from './Rejected.ts';

/** Bytes of a body: what Lambda takes in one invocation. */
const mostBytes = 6 * 1024 * 1024;
/** Rows, or outcomes, of one request; more belong into a batch. */
const mostRows = 10_000;

const example = '{"instances": [{…}]}';

type Row = Record<string, unknown>;

export interface PredictRequest {
  readonly rows: Row[];
  /** Name of the field of the answer: `predictions` for rows, `outputs` for columns. */
  readonly answer: 'predictions' | 'outputs';
}

/** JSON, and what `curl -d` says by itself, as in every example of TensorFlow Serving. */
const accepted = /^application\/(([\w.+-]+\+)?json|x-www-form-urlencoded)\s*(;|$)/i;

/**
 * The body of a request as an object. A body without a content type is taken for JSON.
 *
 * @throws InvalidInput when it is none
 * @throws Rejected when it is too large, or of another content type
 */
export function parseBody(text: string, contentType: string | undefined): Record<string, unknown> {
  if (contentType && !accepted.test(contentType)) {
    throw new Rejected(415, `the body is ${contentType}: send JSON, with content-type: application/json`);
  }
  // A character of UTF-16 takes at most three bytes: most bodies need not be counted.
  const bytes = text.length * 3 > mostBytes ? Buffer.byteLength(text) : text.length;
  if (bytes > mostBytes) {
    throw new Rejected(
      413,
      `the body has ${bytes} bytes, more than ${mostBytes}: send fewer rows, or use a batch`,
    );
  }
  if (text === '') throw new InvalidInput(`the body is empty: send ${example}`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`the body is not JSON (${(error as Error).message}): send ${example}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidInput(`the body must be an object, not ${show(body)}: send ${example}`);
  }
  return body as Record<string, unknown>;
}

/**
 * The rows of a request, given as `instances` (objects, or values in the signature's order) or as `inputs` (columns).
 *
 * @throws InvalidInput when they are neither
 * @throws Rejected when they are too many
 */
export function parseRows(body: Record<string, unknown>, signature: Signature): PredictRequest {
  const unknown = Object.keys(body).find((key) => !['instances', 'inputs', 'signature_name'].includes(key));
  if (unknown !== undefined) {
    throw new InvalidInput(
      `the body has an unknown key ${JSON.stringify(unknown)}: send instances or inputs`,
    );
  }
  const byRow = 'instances' in body;
  if (byRow === 'inputs' in body) {
    throw new InvalidInput('the body must have either instances (rows) or inputs (columns)');
  }
  return byRow
    ? { rows: rowsOf(body.instances, signature), answer: 'predictions' }
    : { rows: columnsOf(body.inputs), answer: 'outputs' };
}

function rowsOf(instances: unknown, { inputs }: Signature): Row[] {
  if (!Array.isArray(instances)) {
    throw new InvalidInput(`instances must be a list of rows, not ${show(instances)}`);
  }
  checkCount(instances.length, 'rows', 'instances');
  const names = inputs.map(({ name }) => name);
  return instances.map((row: unknown, index) => {
    if (!Array.isArray(row)) return row as Row;
    if (row.length !== names.length) {
      throw new InvalidInput(
        `instances[${index}] has ${row.length} values where the model takes ${names.length}: ${names.join(', ')}`,
      );
    }
    return Object.fromEntries(names.map((name, column) => [name, row[column] as unknown]));
  });
}

function columnsOf(inputs: unknown): Row[] {
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs)) {
    throw new InvalidInput(
      `inputs must be an object of columns such as {"area": [1, 2]}, not ${show(inputs)}`,
    );
  }
  const columns = Object.entries(inputs).map(([name, values]: [string, unknown]) => {
    if (!Array.isArray(values)) {
      throw new InvalidInput(`inputs.${name} must be a list of values, not ${show(values)}`);
    }
    return [name, values as unknown[]] as const;
  });
  const [first] = columns;
  const length = first?.[1].length ?? 0;
  checkCount(length, 'rows', 'inputs');
  const odd = columns.find(([, values]) => values.length !== length);
  if (odd) {
    throw new InvalidInput(
      `inputs.${odd[0]} has ${odd[1].length} values where inputs.${first![0]} has ${length}: columns must be equally long`,
    );
  }
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row]])),
  );
}

/**
 * Outcomes of a feedback request; a class may be told as text, number or boolean, as it is in the data.
 *
 * @throws InvalidInput at the first that is not what the model predicts
 * @throws Rejected when they are too many
 */
export function parseOutcomes(
  body: Record<string, unknown>,
  { output }: Signature,
): { id: string; outcome: string | number }[] {
  const { outcomes } = body;
  if (!Array.isArray(outcomes)) {
    throw new InvalidInput(
      'the body must be {"outcomes": [{"id": "<prediction id>", "outcome": <what happened>}]}',
    );
  }
  checkCount(outcomes.length, 'outcomes', 'outcomes');
  return outcomes.map((one: unknown, index) => {
    const { id, outcome } = (one ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\d{1,5}$/.test(id)) {
      throw new InvalidInput(
        `outcomes[${index}].id must be a prediction's id: the Prediction-Id of the answer, a colon and the row's number, not ${show(id)}`,
      );
    }
    if (output.kind === 'number') {
      if (typeof outcome === 'number' && Number.isFinite(outcome)) return { id, outcome };
      throw new InvalidInput(`outcomes[${index}].outcome must be a number, not ${show(outcome)}`);
    }
    if (
      ['string', 'number', 'boolean'].includes(typeof outcome) &&
      output.classes.includes(String(outcome))
    ) {
      return { id, outcome: String(outcome) };
    }
    throw new InvalidInput(
      `outcomes[${index}].outcome must be one of the classes ${output.classes.join(', ')}, not ${show(outcome)}`,
    );
  });
}

function checkCount(count: number, what: string, where: string): void {
  if (count === 0) throw new InvalidInput(`there are no ${what}: ${where} must not be empty`);
  if (count > mostRows) {
    throw new Rejected(
      413,
      `${count} ${what} are more than the ${mostRows} of one request: send several, or use a batch`,
    );
  }
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
}
