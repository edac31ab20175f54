import {
  Apriori,
  type AssociationModel,
  FPGrowth,
  type Rule,
  type RuleMetric,
} from '../../../layers/learn/index.ts';
import { readTable } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

type Name = 'ames' | 'credit';
type Algorithm = 'apriori' | 'fpgrowth';

interface Mined extends Record<Algorithm, [sizes: number[], places: number[], counts: number[]]> {
  readonly rules: number[][];
}

interface Golden extends Record<Name, Mined> {
  readonly minSupport: Record<Name, number>;
  readonly metrics: string[];
}

const golden = reference<Golden>('parity/association');
const miners = { apriori: Apriori, fpgrowth: FPGrowth };

/** The categories of each row. */
function basketsOf(name: Name): string[][] {
  const { length, columns } = readTable(name);
  return Array.from({ length }, (_, row) =>
    Object.entries(columns).flatMap(([column, values]) =>
      values.kind === 'category' && values.codes[row] !== -1
        ? [`${column}=${values.categories[values.codes[row]!]}`]
        : [],
    ),
  );
}

function association(dataset: Name): Parity[] {
  const baskets = basketsOf(dataset);
  const items = [...new Set(baskets.flat())].sort();
  const minSupport = golden.minSupport[dataset];
  const common = { dataset, method: 'exact', tolerance: 1e-8 } as const;
  const sets = (['apriori', 'fpgrowth'] as const).flatMap((algorithm): Parity[] => {
    const Miner = miners[algorithm];
    const [sizes, places, counts] = golden[dataset][algorithm];
    const itemsets = () => new Miner({ minSupport }).fit(baskets).itemsets;
    const estimator = `${Miner.name} (against mlxtend)`;
    return [
      {
        ...common,
        estimator,
        what: 'sizes of the itemsets',
        ours: () => itemsets().map((set) => set.items.length),
        theirs: sizes,
      },
      {
        ...common,
        estimator,
        what: 'items',
        ours: () => itemsets().flatMap((set) => set.items.map((item) => items.indexOf(item as string))),
        theirs: places,
      },
      {
        ...common,
        estimator,
        what: 'support',
        ours: () => itemsets().map(({ support }) => support),
        theirs: counts.map((count) => count / baskets.length),
      },
    ];
  });
  const rules = inOrder(new FPGrowth({ minSupport }).fit(baskets), items);
  const measures = golden.metrics.map((metric, index): Parity => {
    const theirs = golden[dataset].rules[index]!;
    const name = metric.replace(/[ _](\w)/g, (_, letter: string) => letter.toUpperCase()) as RuleMetric;
    return {
      ...common,
      estimator: 'associationRules (against mlxtend)',
      what: name,
      ours: () => rules.slice(0, theirs.length).map((rule) => rule[name]),
      theirs,
    };
  });
  return [...sets, ...measures];
}

/** By the places of their items. */
function inOrder(model: AssociationModel, items: readonly string[]): Rule[] {
  const key = ({ antecedents, consequents }: Rule) =>
    [antecedents, consequents].map((side) => side.map((item) => items.indexOf(item as string)));
  const compareLists = (a: number[], b: number[]) => {
    const place = a.findIndex((value, index) => value !== b[index]);
    return place === -1 ? a.length - b.length : a[place]! - (b[place] ?? -1);
  };
  return model
    .rules({ minThreshold: 0.9 })
    .filter(({ conviction }) => Number.isFinite(conviction))
    .sort((a, b) => {
      const [[left, leftThen], [right, rightThen]] = [key(a), key(b)] as [
        [number[], number[]],
        [number[], number[]],
      ];
      return compareLists(left, right) || compareLists(leftThen, rightThen);
    });
}

export const cases: readonly Parity[] = [...association('ames'), ...association('credit')];
