import * as learn from '../../../layers/learn/index.ts';
import { type DatasetName, readDataset, readTable, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

/** A call of scikit-learn's and its answer, of which an infinite number is null. */
interface Call {
  readonly metric: string;
  readonly given: 'predicted' | 'score';
  readonly options: Readonly<Record<string, unknown>>;
  readonly answer: readonly (number | null)[];
}

interface Judged {
  readonly predicted: readonly (number | string)[];
  readonly score?: readonly number[] | readonly number[][];
  readonly calls: readonly Call[];
}

const golden =
  reference<Record<'regression' | 'binary' | 'multiclass' | 'clustering', Record<string, Judged>>>(
    'parity/metrics-real',
  );

type Metric = (truth: unknown, given: unknown, options: object) => unknown;

function parity(dataset: DatasetName, { calls, ...judged }: Judged, isClustering = false): Parity[] {
  const truth = isClustering ? readDataset(dataset).y : testTruth(dataset);
  const whole = isClustering ? readDataset(dataset).X : undefined;
  return calls.map(({ metric, given, options, answer }) => ({
    estimator: metric,
    dataset,
    what: Object.keys(options).length === 0 ? 'as it is' : JSON.stringify(options),
    method: 'exact',
    tolerance: 1e-8,
    theirs: answer.map((value) => value ?? largest),
    ours: () => {
      const values =
        metric === 'rocAucScore' && dataset === 'credit' ? reversed(judged.score!) : judged[given];
      const weights = Float64Array.from({ length: judged.predicted.length }, (_, row) => 1 + (row % 4) / 2);
      const { sampleWeight, ...others } = options;
      const call = (learn as unknown as Record<string, Metric>)[metric]!;
      return numbersOf(
        call(/silhouette|davies|calinski/.test(metric) ? whole : truth, values ?? judged.predicted, {
          ...others,
          ...(sampleWeight === true && { sampleWeight: weights }),
        }),
      );
    },
  }));
}

/** Stands for an infinite threshold. */
const largest = 1;

function numbersOf(answer: unknown): number[] {
  if (typeof answer === 'number') return [answer === Number.POSITIVE_INFINITY ? largest : answer];
  if (ArrayBuffer.isView(answer)) return Array.from(answer as Float64Array).flatMap(numbersOf);
  if ('rows' in (answer as object)) return numbersOf((answer as learn.Dense).data);
  return Object.values(answer as object).flatMap(numbersOf);
}

/** The other class's probabilities. */
function reversed(score: readonly number[] | readonly number[][]): number[] {
  return (score as readonly number[]).map((value) => 1 - value);
}

function testTruth(dataset: DatasetName): learn.Labels {
  if (dataset !== 'credit') return splitDataset(dataset).test.y;
  // Rows are complete in every column, of which some are texts.
  const { length, columns } = readTable('credit');
  const isMissing = (column: learn.Column, row: number) =>
    column.kind === 'number' ? Number.isNaN(column.values[row]!) : column.codes[row] === -1;
  const rows = Array.from({ length }, (_, row) => row).filter(
    (row) => !Object.values(columns).some((column) => isMissing(column, row)),
  );
  const { y } = readDataset<string[]>('credit');
  return rows.filter((_, place) => place % 4 === 3).map((row) => y[row]!);
}

export const cases: readonly Parity[] = Object.entries(golden)
  .filter(([task]) => task !== 'madeBy')
  .flatMap(([task, judged]) =>
    Object.entries(judged).flatMap(([dataset, one]) =>
      parity(dataset as DatasetName, one, task === 'clustering'),
    ),
  );
