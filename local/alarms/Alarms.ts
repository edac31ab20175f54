import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { Resource } from '../assembly/Template.ts';
import { isStatistic, type MetricName, type Metrics } from './Metrics.ts';

export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Tells a topic. */
export type Notify = (topic: string, subject: string, message: string) => void;

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** What a period without data means; `ignore` leaves the state as it is. */
const missing: Readonly<Record<string, AlarmState['state'] | undefined>> = {
  notBreaching: 'OK',
  breaching: 'ALARM',
  missing: 'INSUFFICIENT_DATA',
  ignore: undefined,
};

/** Properties of AWS::CloudWatch::Alarm that the runner heeds, or may leave out. */
interface Settings {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
  readonly AlarmDescription?: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
}
const known = [
  ...[
    'Namespace',
    'MetricName',
    'Dimensions',
    'Statistic',
    'ExtendedStatistic',
    'Period',
    'EvaluationPeriods',
  ],
  ...['Threshold', 'ComparisonOperator', 'TreatMissingData', 'AlarmDescription', 'AlarmActions', 'OKActions'],
  ...['Tags', 'Unit', 'ActionsEnabled', 'AlarmName'],
];

interface Alarm {
  readonly name: string;
  readonly settings: Settings;
  readonly metric: MetricName;
  readonly statistic: string;
}

/**
 * The alarms of the assembly over its metrics, each with one period, which ends whenever it is looked at: a breach
 * is seen at once, not at the end of a minute of the clock.
 */
export class Alarms {
  private readonly alarms: readonly Alarm[];
  private readonly states = new Map<string, AlarmState>();
  private readonly metrics: Metrics;
  private readonly notify: Notify;

  /** @throws InvalidInput naming the alarm that cannot be watched here */
  constructor(alarms: readonly Resource[], metrics: Metrics, notify: Notify) {
    this.alarms = alarms.map(toAlarm);
    this.metrics = metrics;
    this.notify = notify;
    for (const { name } of this.alarms) {
      this.states.set(name, {
        name,
        state: 'INSUFFICIENT_DATA',
        reason: 'not evaluated yet',
        since: Date.now(),
      });
    }
  }

  list(): AlarmState[] {
    return [...this.states.values()];
  }

  /**
   * Compares every alarm with its metric and announces each change of state once. Becoming OK is only news after
   * ALARM: here every start begins without data.
   *
   * @param now end of the period, in milliseconds since 1970
   */
  evaluate(now: number = Date.now()): void {
    for (const { name, settings, metric, statistic } of this.alarms) {
      const before = this.states.get(name)!;
      const value = this.metrics.statistic(...metric, statistic, settings.Period, now);
      const { state, reason } = judge(settings, statistic, value, before.state);
      if (state === before.state) continue;
      this.states.set(name, { name, state, reason, since: now });
      const message = {
        AlarmName: name,
        AlarmDescription: settings.AlarmDescription,
        NewStateValue: state,
        OldStateValue: before.state,
        NewStateReason: reason,
      };
      for (const topic of topicsOf(settings, before.state, state))
        this.notify(topic, `${state}: ${name}`, JSON.stringify(message));
    }
  }
}

function toAlarm({ ref, stack, id, properties }: Resource): Alarm {
  const settings = properties as unknown as Settings;
  const statistic = settings.ExtendedStatistic ?? settings.Statistic ?? 'none';
  const { EvaluationPeriods, ComparisonOperator, TreatMissingData = 'missing' } = settings;
  const faults = [
    ...Object.keys(properties)
      .filter((field) => !known.includes(field))
      .map((field) => `it has ${field}`),
    ...(EvaluationPeriods === 1 ? [] : [`its EvaluationPeriods are ${EvaluationPeriods}, not 1`]),
    ...(isStatistic(statistic) ? [] : [`its statistic is ${statistic}`]),
    ...(comparisons[ComparisonOperator] ? [] : [`its ComparisonOperator is ${ComparisonOperator}`]),
    ...(TreatMissingData in missing ? [] : [`its TreatMissingData is ${TreatMissingData}`]),
  ];
  if (faults.length > 0)
    throw new InvalidInput(
      `the alarm ${id} of ${stack} cannot be watched on this machine: ${faults.join('; ')}`,
    );
  const dimensions = Object.fromEntries((settings.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
  return { name: ref, settings, metric: [settings.Namespace, settings.MetricName, dimensions], statistic };
}

function judge(
  { Period, Threshold, ComparisonOperator, MetricName, TreatMissingData = 'missing' }: Settings,
  statistic: string,
  value: number | undefined,
  before: AlarmState['state'],
): Pick<AlarmState, 'state' | 'reason'> {
  if (value === undefined)
    return { state: missing[TreatMissingData] ?? before, reason: `no data in the last ${Period} s` };
  return {
    state: comparisons[ComparisonOperator]!(value, Threshold) ? 'ALARM' : 'OK',
    reason: `${statistic} of ${MetricName} is ${value}, the threshold ${Threshold}`,
  };
}

function topicsOf(
  { AlarmActions = [], OKActions = [] }: Settings,
  before: AlarmState['state'],
  state: AlarmState['state'],
): readonly string[] {
  if (state === 'ALARM') return AlarmActions;
  return state === 'OK' && before === 'ALARM' ? OKActions : [];
}
