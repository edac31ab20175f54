import type { Resource } from '../assembly/Template.ts';
import type { Metrics } from './Metrics.ts';

export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  readonly since: number;
}

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

interface Settings {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
  readonly AlarmDescription?: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
}

/** The alarms of the assembly over its metrics, with one evaluation period each. */
export class Alarms {
  private readonly alarms: readonly { readonly name: string; readonly settings: Settings }[];
  private readonly states = new Map<string, AlarmState>();
  private readonly metrics: Metrics;
  private readonly notify: (topic: string, subject: string, message: string) => void;

  constructor(
    alarms: readonly Resource[],
    metrics: Metrics,
    notify: (topic: string, subject: string, message: string) => void,
  ) {
    this.alarms = alarms.map(({ ref, properties }) => ({
      name: ref,
      settings: properties as unknown as Settings,
    }));
    this.metrics = metrics;
    this.notify = notify;
    for (const { name } of this.alarms)
      this.states.set(name, {
        name,
        state: 'INSUFFICIENT_DATA',
        reason: 'not evaluated yet',
        since: Date.now(),
      });
  }

  list(): AlarmState[] {
    return [...this.states.values()];
  }

  /** Compares every alarm with its metric; a change of state is announced. */
  evaluate(): void {
    for (const { name, settings } of this.alarms) {
      const before = this.states.get(name)!;
      const { state, reason } = this.judge(settings, before.state);
      if (state === before.state) continue;
      this.states.set(name, { name, state, reason, since: Date.now() });
      const topics =
        state === 'ALARM'
          ? settings.AlarmActions
          : state === 'OK' && before.state === 'ALARM'
            ? settings.OKActions
            : [];
      const message = {
        AlarmName: name,
        AlarmDescription: settings.AlarmDescription,
        NewStateValue: state,
        OldStateValue: before.state,
        NewStateReason: reason,
      };
      for (const topic of topics ?? []) this.notify(topic, `${state}: ${name}`, JSON.stringify(message));
    }
  }

  private judge(settings: Settings, before: AlarmState['state']): Pick<AlarmState, 'state' | 'reason'> {
    const {
      Namespace,
      MetricName,
      Dimensions = [],
      Period,
      Threshold,
      ComparisonOperator,
      TreatMissingData,
    } = settings;
    const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
    const statistic = settings.ExtendedStatistic ?? settings.Statistic ?? 'Average';
    const value = this.metrics.statistic(Namespace, MetricName, dimensions, statistic, Period);
    if (value === undefined) {
      const treated: Readonly<Record<string, AlarmState['state']>> = {
        notBreaching: 'OK',
        breaching: 'ALARM',
        ignore: before,
      };
      return {
        state: treated[TreatMissingData ?? 'missing'] ?? 'INSUFFICIENT_DATA',
        reason: `no data in the last ${Period} s`,
      };
    }
    const breached = comparisons[ComparisonOperator]!(value, Threshold);
    return {
      state: breached ? 'ALARM' : 'OK',
      reason: `${statistic} of ${MetricName} is ${value}, the threshold ${Threshold}`,
    };
  }
}
