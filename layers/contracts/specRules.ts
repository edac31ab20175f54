import { estimatorNames, estimatorTasks } from './estimators/estimators.ts';
import { classificationMetrics, regressionMetrics } from './metrics.ts';
import { didYouMean } from './nearest.ts';
import type { ModelSpec } from './spec.ts';

interface SpecFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Rule = (spec: ModelSpec) => readonly SpecFault[];

/** What one part of a spec asks of another. */
const rules: readonly Rule[] = [
  function candidatesDoTheTask({ task, train }) {
    const fitting = estimatorNames.filter((name) => estimatorTasks[name] === task);
    return train.candidates.flatMap(({ model }, index) =>
      estimatorTasks[model] === task
        ? []
        : [
            {
              path: ['train', 'candidates', index],
              message: `${model} does ${estimatorTasks[model]}, not ${task}: use ${fitting.join(', ')}, or set task: ${estimatorTasks[model]}`,
            },
          ],
    );
  },
  function metricsMeasureTheTask({ task, train, gates }) {
    const allowed: readonly string[] = task === 'regression' ? regressionMetrics : classificationMetrics;
    const used = [
      { metric: train.metric, path: ['train', 'metric'] },
      ...gates.map(({ metric }, index) => ({ metric, path: ['gates', index, 'metric'] })),
    ];
    return used.flatMap(({ metric, path }) =>
      metric === undefined || allowed.includes(metric)
        ? []
        : [{ path, message: `${metric} does not measure ${task}: use one of ${allowed.join(', ')}` }],
    );
  },
  function limitsLeaveRoom({ gates }) {
    return gates.flatMap((gate, index) =>
      'min' in gate && gate.min !== undefined && gate.max !== undefined && gate.min > gate.max
        ? [{ path: ['gates', index], message: `min ${gate.min} is above max ${gate.max}: no model can pass` }]
        : [],
    );
  },
  function classesAloneAreStratified({ task, split }) {
    return task === 'regression' && split.by === 'stratified'
      ? [{ path: ['split', 'by'], message: 'stratified needs classes: use random for a regression' }]
      : [];
  },
  function positiveIsForClasses({ task, train }) {
    return task === 'regression' && train.positive !== undefined
      ? [{ path: ['train', 'positive'], message: 'a regression has no classes: remove it' }]
      : [];
  },
  function targetIsNoFeature({ features, target }) {
    return features !== 'auto' && Object.hasOwn(features, target)
      ? [
          {
            path: ['features', target],
            message: 'it is the target, and a model must not see what it predicts: remove it from features',
          },
        ]
      : [];
  },
  function thereAreFeatures({ features }) {
    return features !== 'auto' && Object.keys(features).length === 0
      ? [{ path: ['features'], message: 'is empty: list at least one column, or set features: auto' }]
      : [];
  },
  function everySourceIsJoined({ data }) {
    const [base, ...others] = Object.keys(data.sources);
    const joined = data.join.map((one) => one.with);
    const unknown = data.join.flatMap(({ with: name }, index) =>
      others.includes(name)
        ? []
        : [
            {
              path: ['data', 'join', index, 'with'],
              message: `${JSON.stringify(name)} is ${name === base ? 'the first source, to which the others are joined' : 'no source'}: ${others.length === 0 ? 'add the other source to data.sources' : didYouMean(name, others, `name ${others.join(' or ')}`)}`,
            },
          ],
    );
    const unused = others.filter((name) => !joined.includes(name));
    return [
      ...unknown,
      ...unused.map((name) => ({
        path: ['data', 'sources', name],
        message: `no join uses it: add { with: ${name}, on: … } to data.join, or remove it`,
      })),
    ];
  },
];

/** Everything in a spec that does not go with the rest of it. */
export function faultsOfSpec(spec: ModelSpec): SpecFault[] {
  return rules.flatMap((rule) => rule(spec));
}
