import type { Dense } from '../../layers/learn/index.ts';
import { columnMoments } from '../../layers/learn/moments.ts';
import { type DatasetName, splitDataset } from './datasets.ts';

/** Training and test rows, each column less its mean and divided by its deviation, where it has one. */
export function standardized(dataset: DatasetName): { train: Dense; test: Dense } {
  const { train, test } = splitDataset(dataset);
  const { means, deviations } = columnMoments(train.X);
  const scale = ({ rows, columns, data }: Dense): Dense => ({
    rows,
    columns,
    data: data.map((value, at) => (value - means[at % columns]!) / (deviations[at % columns]! || 1)),
  });
  return { train: scale(train.X), test: scale(test.X) };
}

export function firstRows({ columns, data }: Dense, rows: number): Dense {
  return { rows, columns, data: data.slice(0, rows * columns) };
}

export function firstColumns({ rows, columns, data }: Dense, width: number): Dense {
  const part = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++)
    part.set(data.subarray(row * columns, row * columns + width), row * width);
  return { rows, columns: width, data: part };
}
