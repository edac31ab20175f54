import type { Model } from '../estimator.ts';

/** What a composite model passes on to its last part, if that has it. */
const delegated = ['predict', 'predictProba', 'decisionFunction', 'scoreSamples', 'transform'] as const;

type Method = (typeof delegated)[number];

/** The methods and classes of the last part: a composite has just those. */
export type Delegated<Last> = Pick<Last, Extract<keyof Last, Method | 'classes'>>;

/** Gives a composite the methods of its last part, which sees what `prepare` makes of the input. */
export function delegate<Last extends Model>(
  composite: object,
  last: Last,
  prepare: (X: never) => unknown,
  methods: readonly Method[] = delegated,
): void {
  for (const name of methods) {
    const method = last[name as keyof Last] as ((X: unknown) => unknown) | undefined;
    if (method) Object.assign(composite, { [name]: (X: never) => method.call(last, prepare(X)) });
  }
  if ('classes' in last) Object.assign(composite, { classes: last.classes });
}
