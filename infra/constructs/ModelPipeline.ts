import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  type IChainable,
  LogLevel,
  Map as MapState,
  Pass,
  ProcessorMode,
  ProcessorType,
  ProvideItems,
  QueryLanguage,
  StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ModelSpec } from '../../layers/contracts/spec.ts';
import type { Config } from '../config.ts';
import type { DataStack } from '../stacks/DataStack.ts';
import { FailurePath } from './FailurePath.ts';
import type { ModelAssets } from './ModelAssets.ts';
import { PipelineStep } from './PipelineStep.ts';

export interface ModelPipelineProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly spec: ModelSpec;
  readonly assets: ModelAssets;
  readonly duckdb: LayerVersion;
  readonly topic: ITopic;
  readonly deadLetters: IQueue;
}

/** Map states run up to 40 iterations at once; more trials than that go to a Distributed Map. */
const inlineTrials = 40;

/**
 * The training pipeline of one model:
 * Ingest → Prepare → Map: Trial → Fit → Evaluate → Gate → Register → Deploy.
 */
export class ModelPipeline extends Construct {
  readonly machine: StateMachine;
  private readonly props: ModelPipelineProps;
  private readonly failure: FailurePath;

  constructor(scope: Construct, id: string, props: ModelPipelineProps) {
    super(scope, id);
    this.props = props;
    const { config, data, spec, topic, deadLetters } = props;
    this.failure = new FailurePath(this, 'Failure', { config, data, model: spec.name, topic, deadLetters });
    this.machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(this.definition()),
      queryLanguage: QueryLanguage.JSONATA,
      comment: `Trains ${spec.name}`,
      timeout: Duration.hours(2),
      tracingEnabled: true,
      logs: { destination: stateMachineLogs(this, config), level: LogLevel.ALL, includeExecutionData: true },
    });
    this.failure.watch(this.machine);
    if (spec.schedule.retrain) {
      new Rule(this, 'Retrain', {
        description: `Trains ${spec.name} again`,
        schedule: Schedule.expression(spec.schedule.retrain),
        targets: [
          new SfnStateMachine(this.machine, {
            input: RuleTargetInput.fromObject({ trigger: 'schedule' }),
            deadLetterQueue: deadLetters,
          }),
        ],
      });
    }
  }

  private definition(): IChainable {
    const start = Pass.jsonata(this, 'Start', {
      assign: {
        run: {
          execution: '{% $states.context.Execution.Id %}',
          startedAt: '{% $states.context.Execution.StartTime %}',
          trigger: '{% $exists($states.input.trigger) ? $states.input.trigger : "manual" %}',
          cache: '{% $exists($states.input.cache) ? $states.input.cache : true %}',
        },
      },
    });
    const ingest = this.step(
      'Ingest',
      'ingest',
      { sources: this.props.assets.sources },
      { native: true, assign: { snapshot: 'snapshot' } },
    );
    const prepare = this.step(
      'Prepare',
      'prepare',
      { snapshot: '{% $snapshot %}' },
      { native: true, assign: { prepared: 'prepared', trials: 'trials' } },
    );
    const fit = this.step(
      'Fit',
      'fit',
      { prepared: '{% $prepared %}', trials: '{% $trials %}' },
      { assign: { fitted: 'fitted' } },
    );
    const evaluate = this.step(
      'Evaluate',
      'evaluate',
      { prepared: '{% $prepared %}', fitted: '{% $fitted %}' },
      { assign: { metrics: 'metrics', profile: 'profile' } },
    );
    const gate = this.step(
      'Gate',
      'gate',
      { prepared: '{% $prepared %}', metrics: '{% $metrics %}' },
      { writes: false },
    );
    const register = this.step(
      'Register',
      'register',
      { fitted: '{% $fitted %}', metrics: '{% $metrics %}', profile: '{% $profile %}' },
      { writes: false, assign: { version: 'version' } },
    );
    const deploy = this.step('Deploy', 'deploy', { version: '{% $version %}' }, { writes: false });

    start.next(ingest.state).next(prepare.state);
    const trials = this.trials();
    if (trials) prepare.state.next(trials).next(fit.state);
    else prepare.state.next(fit.state);
    fit.state.next(evaluate.state).next(gate.state);
    register.state.next(deploy.state).next(Succeed.jsonata(this, 'Deployed'));
    gate.state.next(
      Choice.jsonata(this, 'Passed?')
        .when(Condition.jsonata('{% $states.input.passed %}'), register.state)
        .otherwise(Succeed.jsonata(this, 'Rejected')),
    );
    return start;
  }

  /** The search over candidates and their grids; none when there is nothing to choose. */
  private trials(): MapState | DistributedMap | undefined {
    const count = countTrials(this.props.spec);
    if (count === 1) return undefined;
    const trial = this.step(
      'Trial',
      'trial',
      {
        run: '{% $states.input.run %}',
        prepared: '{% $states.input.prepared %}',
        trial: '{% $states.input.trial %}',
      },
      { caught: false },
    );
    const common = {
      items: ProvideItems.jsonata('{% $trials %}'),
      // The outer machine's variables do not reach a Distributed Map's children: the item carries them.
      itemSelector: {
        run: '{% $run %}',
        prepared: '{% $prepared %}',
        trial: '{% $states.context.Map.Item.Value %}',
      },
      assign: { trials: '{% $states.result %}' },
    };
    const map =
      count <= inlineTrials
        ? MapState.jsonata(this, 'Trials', { ...common, maxConcurrency: inlineTrials }).itemProcessor(
            trial.state,
          )
        : DistributedMap.jsonata(this, 'Trials', {
            ...common,
            maxConcurrency: 200,
          }).itemProcessor(trial.state, {
            mode: ProcessorMode.DISTRIBUTED,
            executionType: ProcessorType.STANDARD,
          });
    map.addCatch(this.failure.start, { errors: ['States.ALL'], outputs: '{% $states.errorOutput %}' });
    return map;
  }

  private step(
    id: string,
    name: string,
    payload: Record<string, unknown>,
    options: { native?: boolean; caught?: boolean; writes?: boolean; assign?: Record<string, string> } = {},
  ): PipelineStep {
    const { config, data, spec, assets, duckdb } = this.props;
    const step = new PipelineStep(this, id, {
      config,
      data,
      name,
      memory: config.memory.step,
      timeout: Duration.minutes(15).minus(Duration.seconds(10)),
      ...(options.native && { layers: [duckdb] }),
      artifacts: options.writes === false ? 'read' : 'read-write',
      payload: { model: spec.name, spec: assets.spec, run: '{% $run %}', ...payload },
      assign: Object.fromEntries(
        Object.entries(options.assign ?? {}).map(([variable, field]) => [
          variable,
          `{% $states.result.Payload.${field} %}`,
        ]),
      ),
    });
    assets.grantRead(step.function.lambda);
    return options.caught === false ? step : step.catchTo(this.failure.start);
  }
}

/** Trials of a spec: every candidate with every combination of its grid. */
function countTrials(spec: ModelSpec): number {
  return spec.train.candidates
    .map(({ grid }) => Object.values(grid).reduce((product, values) => product * values.length, 1))
    .reduce((sum, count) => sum + count, 0);
}

/** Log group of a state machine; AWS wants this prefix, or resource policies run out of room. */
export function stateMachineLogs(scope: Construct, config: Config): LogGroup {
  return new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${Stack.of(scope).stackName}-${scope.node.id}`,
    retention: config.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
