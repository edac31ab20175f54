import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type Dense,
  DropMissing,
  FeatureUnion,
  fitAsync,
  IqrOutliers,
  type LinearModel,
  LinearRegression,
  LogisticRegression,
  loadModel,
  Pipeline,
  type PipelineModel,
  type ProbabilisticClassifier,
  type Regressor,
  r2Score,
  TargetEncoder,
  type Transformer,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { dense } from '../../../contract/dense.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const all = () => new FeatureUnion({ transformerList: [['x', 'passthrough']] });
const twice = () =>
  new FeatureUnion({
    transformerList: [
      ['one', all()],
      ['two', all()],
    ],
  });
const X = dense([
  [1, 2],
  [2, 1],
  [3, 5],
  [4, 3],
]);
const y = Float64Array.of(1, 2, 3, 5);

describe('a regressor at the end', () => {
  checkEstimator(
    () =>
      new Pipeline({
        steps: [
          ['all', all()],
          ['model', new LinearRegression()],
        ],
      }),
    {
      ignoresConstants: true,
    },
  );
});

describe('a regressor after none and two', () => {
  checkEstimator(
    () =>
      new Pipeline({
        steps: [
          ['none', 'passthrough'],
          ['all', all()],
          ['twice', twice()],
          ['model', new LinearRegression()],
        ],
      }),
    { ignoresConstants: true },
  );
});

describe('a classifier at the end', () => {
  checkEstimator(
    () =>
      new Pipeline({
        steps: [
          ['all', all()],
          ['model', new LogisticRegression()],
        ],
      }),
    {
      ignoresConstants: true,
    },
  );
});

describe('a pipeline in a pipeline', () => {
  checkEstimator(
    () =>
      new Pipeline({
        steps: [
          ['before', new Pipeline({ steps: [['all', all()]] })],
          ['model', new Pipeline({ steps: [['model', new LinearRegression()]] })],
        ],
      }),
    { ignoresConstants: true },
  );
});

describe('transformers alone', () => {
  checkTransformer(
    () =>
      new Pipeline({
        steps: [
          ['all', all()],
          ['twice', twice()],
        ],
      }),
    { missing: true },
  );
});

describe('what it is', () => {
  test('its models have the methods of the last step, and no others', () => {
    const regression = new Pipeline({
      steps: [
        ['all', all()],
        ['model', new LinearRegression()],
      ],
    }).fit(X, y);
    const classification = new Pipeline({ steps: [['model', new LogisticRegression()]] }).fit(
      X,
      [0, 1, 0, 1],
    );
    const transform = new Pipeline({ steps: [['all', all()]] }).fit(X);
    const has = (model: object) =>
      ['predict', 'predictProba', 'decisionFunction', 'transform', 'classes'].filter((name) => name in model);
    expect(has(regression)).toEqual(['predict']);
    expect(has(classification)).toEqual(expect.arrayContaining(['predict', 'predictProba', 'classes']));
    expect(has(transform)).toEqual(['transform']);
    expectTypeOf(regression.predict(X)).toEqualTypeOf<Float64Array>();
    expectTypeOf(classification.predictProba(X)).toEqualTypeOf<Dense>();
    // @ts-expect-error a regression has no probabilities
    expect(regression.predictProba).toBe(undefined);
  });

  test('the compiler takes it for what its last step is', () => {
    const pipeline = new Pipeline({
      steps: [
        ['all', all()],
        ['model', new LinearRegression()],
      ],
    });
    expectTypeOf(pipeline).toExtend<Regressor>();
    expectTypeOf(
      new Pipeline({ steps: [['m', new LogisticRegression()]] }),
    ).toExtend<ProbabilisticClassifier>();
    expectTypeOf(new Pipeline({ steps: [['all', all()]] })).toExtend<Transformer>();
    expect(pipeline.type).toBe('regressor');
  });

  test('each step sees what the ones before it made, in predicting as in fitting', () => {
    const doubled = new FeatureUnion({
      transformerList: [['x', 'passthrough']],
      transformerWeights: { x: 2 },
    });
    const model = new Pipeline({
      steps: [
        ['double', doubled],
        ['model', new LinearRegression()],
      ],
    }).fit(X, y);
    const plain = new LinearRegression().fit(X, y);
    const { coef } = model.step<ReturnType<LinearRegression['fit']>>('model');
    for (const [index, weight] of coef.entries()) expect(weight).toBeCloseTo(plain.coef[index]! / 2, 12);
    for (const [row, value] of model.predict(X).entries())
      expect(value).toBeCloseTo(plain.predict(X)[row]!, 12);
    expect(faultOf(() => model.step('scale'))).toEqual(invalid(/no part "scale": it has double, model/));
  });

  test('names go through all transformers', () => {
    const steps = [
      ['all', all()],
      ['twice', twice()],
    ] as const;
    expect(new Pipeline({ steps }).fit(X).featureNames(['a', 'b'])).toEqual(
      ['one', 'two'].flatMap((name) => [`${name}__x__x__a`, `${name}__x__x__b`]),
    );
  });

  test('it loads with its parts', () => {
    const model = new Pipeline({
      steps: [
        ['all', all()],
        ['model', new LinearRegression()],
      ],
    }).fit(X, y);
    const loaded = loadModel<PipelineModel>(JSON.parse(JSON.stringify(model)));
    expect(loaded.step('model')).toEqual(model.step('model'));
  });

  test('a step is a round, and can be the last', async () => {
    const pipeline = new Pipeline({
      steps: [
        ['all', all()],
        ['model', new LinearRegression()],
      ],
    });
    const rounds: number[] = [];
    await fitAsync(pipeline, X, y, { onProgress: ({ done, total }) => rounds.push(done / total) });
    expect(rounds).toEqual(expect.arrayContaining([0.5, 1]));
    expect(rounds).toEqual(rounds.toSorted((a, b) => a - b));
    const abort = new AbortController();
    const options = { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) };
    expect(() => pipeline.fit(X, y, options)).toThrow('enough');
  });
});

test('what is encoded by the target learns of other rows only: a category for each row tells nothing', () => {
  const random = seededRandom(3);
  const X = Array.from({ length: 300 }, (_, row) => [`home ${row}`]);
  const y = Float64Array.from(X, () => random());
  const pipeline = new Pipeline({
    steps: [
      ['encode', new TargetEncoder()],
      ['model', new LinearRegression()],
    ],
  });
  const model = pipeline.fit(X, y);
  const encoded = new TargetEncoder().fit(X, y).transform(X);
  // Fitted to encodings that hold the answers, a line follows them.
  expect(r2Score(y, new LinearRegression().fit(encoded, y).predict(encoded))).toBeGreaterThan(0.99);
  expect(r2Score(y, model.predict(X as never))).toBeLessThan(0.3);
});

describe('steps that choose rows', () => {
  const holes = dense([[1], [Number.NaN], [3], [4], [100]]);
  const y = [2, 50, 6, 8, 0];

  test('take targets and weights along, and have no part in predicting', () => {
    const pipeline = new Pipeline({
      steps: [
        ['drop', new DropMissing()],
        ['outliers', new IqrOutliers({ action: 'drop' })],
        ['model', new LinearRegression()],
      ],
    });
    const model = pipeline.fit(holes, y, { sampleWeight: [1, 1, 1, 2, 1] });
    expect(model.step<LinearModel>('model').coef[0]).toBeCloseTo(2, 9);
    expect([...model.predict(dense([[5], [200]]))]).toEqual([expect.closeTo(10, 8), expect.closeTo(400, 6)]);
    expect(faultOf(() => model.predict(holes))).toEqual(invalid(/NaN/));
    const loaded = loadModel<typeof model>(JSON.parse(JSON.stringify(model)));
    expect(loaded.predict(dense([[5]]))).toEqual(model.predict(dense([[5]])));
  });

  test('cannot be the last', () => {
    const steps = [['drop', new DropMissing()]] as never;
    expect(faultOf(() => new Pipeline({ steps }).fit(holes as never, y))).toEqual(invalid(/must end with/));
  });
});

describe('steps that cannot be are refused', () => {
  const model = new LinearRegression();
  test.each<[string, unknown, RegExp]>([
    ['none', [], /steps of pipeline must be a list of names and estimators/],
    ['no list', 'scale', /must be a list/],
    [
      'the same name twice',
      [
        ['a', all()],
        ['a', model],
      ],
      /names that differ/,
    ],
    ['two underscores', [['a__b', model]], /two underscores/],
    ['no estimator', [['a', 3]], /names and estimators/],
    [
      'an estimator before the last',
      [
        ['a', model],
        ['b', model],
      ],
      /transformers before the last/,
    ],
    [
      'nothing at the end',
      [
        ['a', all()],
        ['b', 'passthrough'],
      ],
      /must end with/,
    ],
  ])('%s', (_, steps, message) => {
    expect(faultOf(() => new Pipeline({ steps: steps as never }).fit(X as never, y))).toEqual(
      invalid(message),
    );
  });

  test('a fault says which step it is of', () => {
    const broken = dense([[1], [Number.NaN]]);
    const pipeline = new Pipeline({
      steps: [
        ['all', all()],
        ['model', model],
      ],
    });
    expect(faultOf(() => pipeline.fit(broken, [1, 2]))).toEqual(invalid(/^model: feature 0 of row 1 is NaN/));
  });
});
