import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { Resource } from '../assembly/Template.ts';
import { fits, inputOf, type TargetInput, unsupportedPattern } from './pattern.ts';
import { schedule, scheduleFaults } from './schedule.ts';

interface Target extends TargetInput {
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
}

/** An event that a target did not take. */
export interface Lost {
  readonly rule: string;
  readonly target: string;
  readonly input: unknown;
  readonly reason: string;
  /** ARN of the queue that keeps it. */
  readonly queue?: string;
}

interface Rule {
  readonly name: string;
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  readonly targets: readonly Target[];
}

/** Hands an event to what an ARN names; fails when it was not taken. */
export type Deliver = (arn: string, input: unknown) => Promise<void>;

/** Fields of a target that the runner heeds, or may leave out. */
const targetFields = ['Arn', 'Id', 'Input', 'InputTransformer', 'DeadLetterConfig', 'RoleArn', 'RetryPolicy'];

/** EventBridge's default bus: the rules of the assembly, which events and schedules set off. */
export class EventBus {
  private readonly rules: readonly Rule[];
  private readonly deliver: Deliver;
  private readonly lost: (what: Lost) => void;
  private stops: (() => void)[] = [];

  /**
   * @param rules resources of type AWS::Events::Rule
   * @param lost is told of each delivery that failed; unlike Lambda, nothing is tried again before
   * @throws InvalidInput naming the rule that cannot be carried out here
   */
  constructor(rules: readonly Resource[], deliver: Deliver, lost: (what: Lost) => void) {
    this.deliver = deliver;
    this.lost = lost;
    this.rules = rules.filter(({ properties }) => properties.State !== 'DISABLED').map(toRule);
  }

  /** Sends an event to the targets of every rule that it fits; true when all of them took it. */
  async emit(event: Readonly<Record<string, unknown>>): Promise<boolean> {
    const fitting = this.rules.filter(({ pattern }) => pattern !== undefined && fits(pattern, event));
    const taken = await Promise.all(fitting.map((rule) => this.send(rule, event)));
    return taken.every(Boolean);
  }

  startSchedules(): void {
    this.stops = this.rules.flatMap((rule) =>
      rule.schedule === undefined
        ? []
        : [schedule(rule.schedule, () => void this.send(rule, scheduledEvent(rule.name)))],
    );
  }

  stopSchedules(): void {
    for (const stop of this.stops) stop();
  }

  private async send({ name, targets }: Rule, event: unknown): Promise<boolean> {
    const deliveries = targets.map(async (target) => {
      const input = inputOf(target, event);
      try {
        await this.deliver(target.Arn, input);
        return true;
      } catch (error) {
        const queue = target.DeadLetterConfig?.Arn;
        const reason = (error as Error).message;
        this.lost({ rule: name, target: target.Arn, input, reason, ...(queue !== undefined && { queue }) });
        return false;
      }
    });
    return (await Promise.all(deliveries)).every(Boolean);
  }
}

function toRule({ ref, stack, id, properties }: Resource): Rule {
  const targets = (properties.Targets ?? []) as Target[];
  const expression = properties.ScheduleExpression;
  const faults = [
    ...unsupportedPattern(properties.EventPattern),
    ...targets.flatMap((target) =>
      Object.keys(target)
        .filter((field) => !targetFields.includes(field))
        .map((field) => `a target has ${field}`),
    ),
    ...(expression === undefined ? [] : scheduleFaults(String(expression))),
  ];
  if (faults.length > 0)
    throw new InvalidInput(`the rule ${id} of ${stack} cannot be run on this machine: ${faults.join('; ')}`);
  return {
    name: ref,
    pattern: properties.EventPattern,
    schedule: expression === undefined ? undefined : String(expression),
    targets,
  };
}

function scheduledEvent(rule: string): Readonly<Record<string, unknown>> {
  return {
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: new Date().toISOString(),
    resources: [rule],
    detail: {},
  };
}
