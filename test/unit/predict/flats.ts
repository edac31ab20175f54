import type { Table } from '../../../layers/contracts/columns.ts';
import {
  type ColumnSpec,
  createEstimator,
  type FittedPipeline,
  fitPipeline,
} from '../../../layers/learn/index.ts';

const districts = ['harbour', 'market', 'station'];
const plain = { scale: 'none', encode: 'one-hot' } as const;
const columns: readonly ColumnSpec[] = [
  { name: 'area', kind: 'number', impute: 'median', ...plain },
  { name: 'rooms', kind: 'number', impute: 'none', ...plain },
  { name: 'district', kind: 'category', impute: 'most-frequent', ...plain },
];

/** A flat by its number, from which its features follow. */
export function flat(index: number): { area: number; rooms: number; district: string } {
  return {
    area: 30 + ((index * 37) % 90),
    rooms: 1 + ((index * 7) % 5),
    district: districts[(index * 11) % 3]!,
  };
}

/** What a flat costs: the regression finds it exactly. */
export function rentOf({ area, rooms }: { area: number; rooms: number }): number {
  return 200 + 12 * area + 80 * rooms;
}

/** Whether flat `index` is let: mostly the larger ones. */
export function letOf(index: number): number {
  return flat(index).area + 3 * (index % 9) > 85 ? 1 : -1;
}

export interface Trained {
  /** Features and target. */
  readonly table: Table;
  readonly pipeline: FittedPipeline;
}

/** Learns the rent of 300 flats. */
export function rentModel(): Trained {
  return train('regression', 'rent', (index) => rentOf(flat(index)));
}

/** Learns which of 300 flats are let, as classes −1 and 1. */
export function letModel(): Trained {
  return train('classification', 'let', letOf);
}

function train(
  task: 'regression' | 'classification',
  target: string,
  targetOf: (index: number) => number,
): Trained {
  const length = 300;
  const rows = Array.from({ length }, (_, index) => flat(index));
  const numbers = (values: number[]) => ({ kind: 'number' as const, values: Float64Array.from(values) });
  const table: Table = {
    length,
    columns: {
      area: numbers(rows.map(({ area }) => area)),
      rooms: numbers(rows.map(({ rooms }) => rooms)),
      district: {
        kind: 'category',
        codes: Int32Array.from(rows, ({ district }) => districts.indexOf(district)),
        categories: districts,
      },
      [target]: numbers(rows.map((_, index) => targetOf(index))),
    },
  };
  const estimator = createEstimator(task === 'regression' ? 'linear-regression' : 'logistic-regression', {});
  return { table, pipeline: fitPipeline({ task, target, columns, estimator }, table) };
}
