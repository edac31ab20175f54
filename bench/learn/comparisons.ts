/** One estimator on one data set, ours beside its peers. */
export interface Comparison {
  readonly task: string;
  readonly data: string;
  readonly contenders: readonly Contender[];
}

/** Who fits it, and how. */
export interface Contender {
  readonly library: 'millrace' | 'scikit-learn' | 'lightgbm' | 'xgboost' | 'npm';
  /** Threads that may work. @default 1 */
  readonly threads?: number;
  /** Without the WebAssembly kernels. */
  readonly plain?: true;
  /** Our processor time as a share of theirs that we want to stay within. */
  readonly goal?: number;
}

const ours: Contender = { library: 'millrace' };
const withScikitLearn = (task: string, goal: number, datasets: readonly string[]): Comparison[] =>
  datasets.map((data) => ({ task, data, contenders: [ours, { library: 'scikit-learn', goal }] }));

const boosting = (data: string, goal: number): Comparison => ({
  task: 'hist-gradient-boosting',
  data,
  contenders: [
    ours,
    { library: 'millrace', plain: true },
    { library: 'lightgbm', goal },
    { library: 'xgboost', goal },
    { library: 'scikit-learn' },
  ],
});

const both = ['flights', 'synthetic'];

export const comparisons: readonly Comparison[] = [
  boosting('flights', 0.75),
  boosting('synthetic', 1),
  ...withScikitLearn('linear-regression', 0.7, both),
  ...withScikitLearn('ridge', 0.7, both),
  ...withScikitLearn('logistic-regression', 1.2, both),
  ...withScikitLearn('lasso', 1.5, both),
  ...withScikitLearn('decision-tree', 0.5, both),
  ...withScikitLearn('random-forest', 0.5, ['flights']),
  ...withScikitLearn('k-means', 1.5, both),
  ...withScikitLearn('pca', 1.5, both),
  ...withScikitLearn('t-sne', 2, ['digits']),
];

/** By the clock, with one thread and with two. */
export const parallel: readonly Comparison[] = [
  {
    task: 'hist-gradient-boosting',
    data: 'synthetic',
    contenders: (['millrace', 'lightgbm', 'xgboost'] as const).flatMap((library) => [
      { library },
      { library, threads: 2 },
    ]),
  },
];

/** npm's trainers, on as many rows as they manage in a minute. */
export const npm: readonly Comparison[] = Object.entries({
  'linear-regression': 10_000,
  'logistic-regression': 10_000,
  'k-means': 10_000,
  pca: 10_000,
  'decision-tree': 3000,
  'random-forest': 3000,
}).map(([task, rows]) => ({
  task,
  data: `flights@${rows}`,
  contenders: [ours, { library: 'npm' }],
}));
