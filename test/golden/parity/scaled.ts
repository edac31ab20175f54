import { type Labels, StandardScaler } from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type Dataset, type DatasetName, splitDataset } from '../datasets.ts';

/** Train and test rows with features scaled by those of the former, and few test rows of large sets, as python/scaled.py. */
export function scaledDataset<Target extends Labels = Float64Array>(
  name: DatasetName,
): { train: Dataset<Target>; test: Dataset<Target> } {
  const { train, test } = splitDataset<Target>(name);
  const thin = name === 'digits' || name === 'ames' ? 7 : 1;
  const scaler = new StandardScaler().fit(train.X);
  const rows = Int32Array.from({ length: Math.ceil(test.X.rows / thin) }, (_, index) => index * thin);
  const labels = Array.from(rows, (row) => test.y[row]!);
  const y = (typeof labels[0] === 'string' ? labels : Float64Array.from(labels as number[])) as Target;
  return {
    train: { X: scaler.transform(train.X), y: train.y },
    test: { X: denseRows(scaler.transform(test.X), rows), y },
  };
}
