import {
  CountVectorizer,
  HashingVectorizer,
  type Sparse,
  TfidfTransformer,
  TfidfVectorizer,
} from '../../../layers/learn/index.ts';
import { type DatasetName, readDataset, readTable } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

interface Sums {
  readonly rows: number[];
  readonly columns: number[];
  readonly stored: number[];
}

interface Vectorized extends Sums {
  readonly estimator: 'CountVectorizer' | 'TfidfVectorizer' | 'HashingVectorizer';
  readonly options: Record<string, unknown>;
  readonly dataset: DatasetName;
  readonly names?: string[];
  readonly idf?: number[];
}

interface Golden {
  readonly sentences: string[];
  readonly cases: Vectorized[];
  readonly transformers: (Sums & { dataset: DatasetName; idf: number[] })[];
}

const golden = reference<Golden>('parity/text');

/** As python/parity/text.py makes them of the columns of categories. */
function texts(dataset: DatasetName): string[] {
  const { length, columns } = readTable(dataset);
  const chosen = Object.entries(columns).flatMap(([name, column]) =>
    column.kind === 'category' && name !== 'target' ? [column] : [],
  );
  const joined = Array.from({ length }, (_, row) =>
    chosen
      .map(({ codes, categories }) => categories[codes[row]!] ?? '')
      .join(' ')
      .replaceAll('_', ' '),
  );
  return dataset === 'ames' ? [...joined, ...golden.sentences] : joined;
}

/** Of rows and columns, weighted so that no value can differ unseen. */
function sums({ rows, columns, indptr, indices, values }: Sparse): Sums {
  const side = new Float64Array(rows);
  const bottom = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let place = indptr[row]!; place < indptr[row + 1]!; place++) {
      side[row]! += values[place]! * (1 + (indices[place]! % 7));
      bottom[indices[place]!]! += values[place]! * (1 + (row % 5));
    }
  }
  const kept = columns < 5000 ? bottom : bottom.filter((sum) => sum !== 0);
  return {
    rows: [...side.subarray(0, -11).filter((_, row) => row % 40 === 0), ...side.subarray(-11)],
    columns: [...kept.filter((_, column) => column % 5 === 0)],
    stored: [values.length],
  };
}

function vectorizers({ estimator, options, dataset, names, idf, ...theirs }: Vectorized): Parity[] {
  const documents = texts(dataset);
  const Vectorizer = { CountVectorizer, TfidfVectorizer, HashingVectorizer }[estimator];
  const model = new Vectorizer(options as never).fit(documents);
  const parameters = Object.entries(options).map(
    ([key, value]) => `${key}: ${JSON.stringify(value).replaceAll('"', "'")}`,
  );
  const title = parameters.length > 0 ? `${estimator} (${parameters.join(', ')})` : estimator;
  const common = { estimator: title, dataset, method: 'exact', tolerance: 1e-8 } as const;
  const ours = sums(model.transform(documents));
  return [
    ...(['rows', 'columns', 'stored'] as const).map((what) => ({
      ...common,
      what: `${what} of the matrix`,
      ours: () => ours[what],
      theirs: theirs[what],
    })),
    ...(names
      ? [{ ...common, what: 'names that differ', ours: () => [differ(model, names)], theirs: [0] }]
      : []),
    ...(idf
      ? [
          {
            ...common,
            what: 'idf',
            ours: () =>
              (model as ReturnType<TfidfVectorizer['fit']>).idf!.filter((_, term) => term % 3 === 0),
            theirs: idf,
          },
        ]
      : []),
  ];
}

function differ(model: object, names: string[]): number {
  const all = (model as { featureNames(): string[] }).featureNames();
  const ours = all.length > 400 ? all.filter((_, term) => term % 5 === 0) : all;
  return ours.filter((name, term) => name !== names[term]).length + Math.abs(ours.length - names.length);
}

function transformers({ dataset, idf, ...theirs }: Golden['transformers'][number]): Parity[] {
  const { X } = readDataset(dataset);
  const floors = X.data.map(Math.floor);
  const used = Array.from({ length: X.columns }, (_, column) => column).filter((column) =>
    floors.some((value, index) => index % X.columns === column && value > 0),
  );
  const data = floors.filter((_, index) => used.includes(index % X.columns));
  const counts = { rows: X.rows, columns: used.length, data };
  const model = new TfidfTransformer({ sublinearTf: true }).fit(counts);
  const common = {
    estimator: 'TfidfTransformer (sublinearTf: true)',
    dataset,
    method: 'exact',
    tolerance: 1e-8,
  } as const;
  const ours = sums(model.transform(counts));
  return [
    { ...common, what: 'idf', ours: () => model.idf!, theirs: idf },
    ...(['rows', 'columns', 'stored'] as const).map((what) => ({
      ...common,
      what: `${what} of the matrix`,
      ours: () => ours[what],
      theirs: theirs[what],
    })),
  ];
}

export const cases: readonly Parity[] = [
  ...golden.cases.flatMap(vectorizers),
  ...golden.transformers.flatMap(transformers),
];
