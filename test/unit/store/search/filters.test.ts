import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../../layers/store/search/condition.ts';
import { type Grammar, modelGrammar, runGrammar } from '../../../../layers/store/search/grammars.ts';
import { comparatorOf, matches, type Searchable } from '../../../../layers/store/search/matches.ts';
import { parseFilter, parseOrderBy } from '../../../../layers/store/search/parse.ts';

const run: Searchable = {
  attributes: {
    run_id: 'a1',
    run_name: 'brave-hawk',
    status: 'FINISHED',
    start_time: 1700,
    end_time: undefined,
  },
  metrics: { rmse: 0.5, 'mean squared': 4, broken: Number.NaN },
  params: { depth: '3', 'odd.key': "it's", empty: '' },
  tags: { team: 'Ads', 'mlflow.user': 'ada' },
  datasets: [{ name: 'homes', digest: '12ab', context: 'training' }],
};

const holds = (filter: string, grammar: Grammar = runGrammar) => matches(run, parseFilter(filter, grammar)!);

describe('filters of runs', () => {
  test.each([
    ['metrics.rmse < 0.6', true],
    ['metric.rmse<=.5', true],
    ['metrics.rmse > -1e3', true],
    ['metrics.rmse != 0.5', false],
    ['metrics.missing != 0.5', false],
    ['metrics.broken = 1', false],
    ['metrics."mean squared" = 4', true],
    ['metrics.`mean squared` >= 4.0', true],
    ["params.depth = '3'", true],
    ['parameters.depth = "3"', true],
    ["param.depth != '3'", false],
    ["params.`odd.key` = 'it''s'", true],
    ["params.odd.key = 'it''s'", true],
    ["params.empty = ''", true],
    ["params.depth LIKE '%'", true],
    ["tags.team LIKE 'A%'", true],
    ["tags.team like 'a%'", false],
    ["tags.team ILIKE 'a_s'", true],
    ["tags.mlflow.user = 'ada'", true],
    ['tags.none IS NULL', true],
    ['tags.team is not null', true],
    ['params.none IS NOT NULL', false],
    ["attributes.status = 'FINISHED'", true],
    ["status != 'FINISHED'", false],
    ["run.`Run Name` LIKE '%hawk'", true],
    ["run_id IN ('b2', 'a1')", true],
    ["run_id NOT IN ('a1')", false],
    ['start_time > 1699', true],
    ['created <= 1700', true],
    ['end_time > 0', false],
    ["datasets.name = 'homes'", true],
    ["dataset.context IN ('eval', 'training')", true],
    ["dataset.digest != '12ab'", false],
    ["metrics.rmse < 0.6 AND params.depth = '4'", false],
    ["metrics.rmse < 0.6 and (params.depth = '4' or tags.team = 'Ads')", true],
    ["params.depth = '3' OR params.depth = '4' AND metrics.rmse > 1", true],
    ["(params.depth = '3' OR params.depth = '4') AND metrics.rmse > 1", false],
    ["((params.depth = '3'))", true],
  ])('%s: %s', (filter, expected) => {
    expect(holds(filter)).toBe(expected);
  });

  test.each([
    ["metrics.rmse < '0.5'", /expected a number for metric 'rmse'/],
    ['params.depth = 3', /expected a quoted text for parameter 'depth'/],
    ['metrics.rmse LIKE 3', /Invalid comparator 'LIKE' for metric 'rmse': use one of =, !=/],
    ["params.depth > '3'", /Invalid comparator '>'/],
    ["params.depth IN ('3')", /Invalid comparator 'IN' for parameter/],
    ["status IN ('FINISHED')", /Only run_id can be compared with a list/],
    ['run_id IN ()', /expected a quoted text in the list/],
    ["run_id IN ('a'", /expected a comma or the end of the list/],
    ['status IS NULL', /Invalid comparator 'IS NULL'/],
    ["weather.city = 'x'", /Invalid entity type 'weather': use one of attribute, metric/],
    ["speed = 'x'", /Invalid attribute key 'speed' specified: use one of run_id/],
    ["dataset.size = 'x'", /Invalid dataset key 'size'/],
    ["params.a = 'b' params.c = 'd'", /expected AND, OR or the end at character 16, found "params.c"/],
    ["(params.a = 'b'", /expected a closing parenthesis/],
    ["params.a = 'b' AND", /expected a key such as .* found the end/],
    ["params.a = 'b", /neither a name/],
    ['params.a', /expected a comparison/],
    ['; drop table', /at character 1 is neither/],
    [`${'('.repeat(60)}params.a = 'b'${')'.repeat(60)}`, /at most 50 parentheses/],
  ])('%s is refused', (filter, message) => {
    expect(() => parseFilter(filter, runGrammar)).toThrow(
      expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(message) }),
    );
  });

  test('an empty filter asks nothing', () => {
    for (const filter of [undefined, '', '  ']) expect(parseFilter(filter, runGrammar)).toBeUndefined();
  });

  test('models have no metrics', () => {
    expect(() => parseFilter('metrics.rmse < 1', modelGrammar)).toThrow(/Invalid entity type 'metrics'/);
  });
});

test('LIKE agrees with a regular expression of the same meaning', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '%', '_'), maxLength: 8 });
  fc.assert(
    fc.property(letters, pattern, (team, like) => {
      const expression = new RegExp(
        `^${like.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')}$`,
        's',
      );
      const condition: Condition = { entity: 'tag', key: 'team', comparator: 'LIKE', value: like };
      expect(matches({ attributes: {}, tags: { team } }, condition)).toBe(expression.test(team));
    }),
  );
});

test('a pattern of many stars is no way to keep the server busy', () => {
  const condition: Condition = {
    entity: 'tag',
    key: 'team',
    comparator: 'LIKE',
    value: `${'%a'.repeat(200)}b`,
  };
  expect(matches({ attributes: {}, tags: { team: 'a'.repeat(5000) } }, condition)).toBe(false);
});

describe('orders', () => {
  const things = (values: (number | undefined)[]): Searchable[] =>
    values.map((rmse, row) => ({
      attributes: { start_time: row },
      metrics: rmse === undefined ? {} : { rmse },
    }));
  const sorted = (orders: string[], from: Searchable[]) =>
    from
      .toSorted(comparatorOf(orders.map((order) => parseOrderBy(order, runGrammar))))
      .map(({ attributes }) => attributes.start_time);

  test('by metric; what is missing or NaN comes last either way', () => {
    const from = things([3, undefined, 1, Number.NaN, 2]);
    expect(sorted(['metrics.rmse'], from)).toEqual([2, 4, 0, 1, 3]);
    expect(sorted(['metrics.rmse DESC', 'start_time asc'], from)).toEqual([0, 4, 2, 1, 3]);
  });

  test('ties are decided by the next key', () => {
    expect(sorted(['metrics.`rmse` ASC', 'attributes.start_time DESC'], things([1, 1, 0]))).toEqual([
      2, 1, 0,
    ]);
  });

  test.each(['metrics.rmse UP', 'metrics.rmse DESC start_time', "'rmse'", '', 'rmse'])(
    '%j is refused',
    (order) => {
      expect(() => parseOrderBy(order, runGrammar)).toThrow(
        expect.objectContaining({ name: 'InvalidInput' }),
      );
    },
  );
});
