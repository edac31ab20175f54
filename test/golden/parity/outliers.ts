import { type Dense, IqrOutliers, ZScoreOutliers } from '../../../layers/learn/index.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

type Golden = Record<string, Record<'iqr' | 'zScore', Record<string, number[]>>>;

const golden = reference<Golden>('parity/outliers');

/** Missing values count for nothing. */
function sums({ columns, data }: Dense): number[] {
  const totals = new Array<number>(columns).fill(0);
  for (const [index, value] of data.entries()) if (!Number.isNaN(value)) totals[index % columns]! += value;
  return totals;
}

function outliers(dataset: DatasetName): Parity[] {
  const { train, test } = splitDataset(dataset);
  const common = { dataset, method: 'exact', tolerance: 1e-8 } as const;
  const fences = new IqrOutliers().fit(train.X);
  const { columns } = train.X;
  const ours: Record<'iqr' | 'zScore', Record<string, () => ArrayLike<number>>> = {
    iqr: {
      lower: () => fences.lower,
      upper: () => fences.upper,
      clip: () => sums(fences.transform(test.X)),
      replace: () => sums(new IqrOutliers({ action: 'replace' }).fit(train.X).transform(test.X)),
      flag: () => sums(new IqrOutliers({ action: 'flag' }).fit(train.X).transform(test.X)).slice(columns),
      drop: () =>
        new IqrOutliers({ action: 'drop' }).fitResample(train.X).rows.filter((_, place) => place % 5 === 0),
    },
    zScore: {
      flag: () => sums(new ZScoreOutliers({ action: 'flag' }).fit(train.X).transform(train.X)).slice(columns),
      drop: () =>
        new ZScoreOutliers({ action: 'drop' })
          .fitResample(train.X)
          .rows.filter((_, place) => place % 5 === 0),
    },
  };
  return (['iqr', 'zScore'] as const).flatMap((rule) =>
    Object.entries(golden[dataset]![rule]).map(([what, theirs]) => ({
      ...common,
      estimator: rule === 'iqr' ? 'IqrOutliers' : 'ZScoreOutliers',
      what,
      ours: ours[rule][what]!,
      theirs,
    })),
  );
}

export const cases: readonly Parity[] = [...outliers('breast-cancer'), ...outliers('credit')];
