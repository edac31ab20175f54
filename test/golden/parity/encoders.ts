import {
  type CategoryColumn,
  type Cell,
  LabelEncoder,
  OneHotEncoder,
  OrdinalEncoder,
  type Table,
  TargetEncoder,
  takeRows,
} from '../../../layers/learn/index.ts';
import type { Dense } from '../../../layers/learn/matrix.ts';
import { type DatasetName, readDataset, readTable } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';
import { thin } from './thin.ts';

interface Encoded {
  readonly estimator: 'OneHotEncoder' | 'OrdinalEncoder';
  readonly options: Record<string, unknown>;
  readonly dataset: DatasetName;
  readonly transform: number[];
  readonly names: string[];
  readonly back: string[][];
}

interface Targeted {
  readonly dataset: DatasetName;
  readonly target: string;
  readonly options: Record<string, unknown>;
  readonly targetMean: number[];
  readonly encodings: number[];
  readonly fitTransform: number[];
  readonly transform: number[];
  readonly names: string[];
}

interface Labelled {
  readonly dataset: DatasetName;
  readonly classes: (string | number)[];
  readonly transform: number[];
}

const golden = reference<{ cases: Encoded[]; targets: Targeted[]; labels: Labelled[] }>('parity/encoders');

/** Train and test rows of the columns of text, as python/parity/encoders.py has them. */
function texts(dataset: DatasetName, without = 'target') {
  const { length, columns } = readTable(dataset);
  const chosen = Object.entries(columns).filter(
    ([name, { kind }]) => kind === 'category' && name !== 'target' && name !== without,
  );
  const table: Table = { length, columns: Object.fromEntries(chosen) };
  return split(table);
}

function split(table: Table): { train: Table; test: Table } {
  const rows = Int32Array.from({ length: table.length }, (_, row) => row);
  return {
    train: takeRows(
      table,
      rows.filter((row) => row % 4 !== 3),
    ),
    test: takeRows(
      table,
      rows.filter((row) => row % 4 === 3),
    ),
  };
}

function titled(name: string, options: Record<string, unknown>): string {
  const parameters = Object.entries(options).map(
    ([key, value]) => `${key}: ${JSON.stringify(value).replaceAll('"', "'")}`,
  );
  return parameters.length > 0 ? `${name} (${parameters.join(', ')})` : name;
}

const exact = { method: 'exact', tolerance: 1e-8 } as const;

function encoders({ estimator, options, dataset, transform, names, back }: Encoded): Parity[] {
  const { train, test } = texts(dataset);
  const Encoder = { OneHotEncoder, OrdinalEncoder }[estimator];
  const model = new Encoder(options as never).fit(train);
  const transformed = model.transform(test);
  const common = { ...exact, estimator: titled(estimator, options), dataset };
  const inverse = model.inverseTransform(transformed).filter((_, row) => row % 20 === 0);
  const differ = (ours: readonly Cell[], theirs: readonly string[]) =>
    ours.filter((one, index) => String(one ?? '') !== theirs[index]).length +
    Math.abs(ours.length - theirs.length);
  return [
    { ...common, what: 'transform of the test rows', ours: () => sums(transformed), theirs: transform },
    { ...common, what: 'names that differ', ours: () => [differ(model.featureNames(), names)], theirs: [0] },
    ...(back.length > 0
      ? [
          {
            ...common,
            what: 'cells that differ of inverseTransform',
            ours: () => [differ(inverse.flat(), back.flat())],
            theirs: [0],
          },
        ]
      : []),
  ];
}

/** Of every column, and of every tenth row its sum weighted by the column: no cell can differ unseen. */
function sums({ rows, columns, data }: Dense): number[] {
  const bottom = new Array<number>(columns).fill(0);
  const side = new Array<number>(rows).fill(0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const given = data[row * columns + column]!;
      const value = Number.isNaN(given) ? -9 : given;
      bottom[column]! += value;
      side[row]! += value * (column + 1);
    }
  }
  return [...bottom, ...side.filter((_, row) => row % 10 === 0)];
}

function targets({ dataset, target, options, names, ...theirs }: Targeted): Parity[] {
  const { train, test } = texts(dataset, target);
  const column = split(readTable(dataset)).train.columns[target]!;
  const y = column.kind === 'number' ? column.values : labelsOf(column);
  const encoder = new TargetEncoder({ ...options, shuffle: false });
  const { model, transformed } = encoder.fitTransform(train, y);
  const common = { ...exact, estimator: titled('TargetEncoder', options), dataset };
  return [
    { ...common, what: `targetMean of ${target}`, ours: () => model.targetMean, theirs: theirs.targetMean },
    {
      ...common,
      what: `encodings by ${target}`,
      ours: () =>
        thin(
          model.encodings.flatMap((one) => [...one]),
          200,
        ),
      theirs: theirs.encodings,
    },
    {
      ...common,
      what: `fitTransform by ${target}`,
      ours: () => thin(transformed.data, 300),
      theirs: theirs.fitTransform,
    },
    {
      ...common,
      what: `transform of the test rows by ${target}`,
      ours: () => thin(model.transform(test).data),
      theirs: theirs.transform,
    },
    {
      ...common,
      what: `names that differ by ${target}`,
      // Ours count the columns, as theirs do without a data frame.
      ours: () => [model.featureNames().filter((name, index) => name !== names[index]).length],
      theirs: [0],
    },
  ];
}

function labelsOf({ codes, categories }: CategoryColumn): string[] {
  return Array.from(codes, (code) => categories[code] ?? 'none');
}

function labels({ dataset, classes, transform }: Labelled): Parity[] {
  const { y } = readDataset<Float64Array | string[]>(dataset);
  const model = new LabelEncoder().fit(y);
  const common = { ...exact, estimator: 'LabelEncoder', dataset };
  return [
    {
      ...common,
      what: 'classes that differ',
      ours: () => [model.classes.filter((one, index) => one !== classes[index]).length],
      theirs: [0],
    },
    {
      ...common,
      what: 'codes',
      ours: () => model.transform(y).filter((_, row) => row % 10 === 0),
      theirs: transform,
    },
  ];
}

export const cases: readonly Parity[] = [
  ...golden.cases.flatMap(encoders),
  ...golden.targets.flatMap(targets),
  ...golden.labels.flatMap(labels),
];
