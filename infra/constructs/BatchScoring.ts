import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
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
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { FailurePath } from './FailurePath.ts';
import { type ModelPipelineProps, stateMachineLogs } from './ModelPipeline.ts';
import { PipelineStep } from './PipelineStep.ts';

/** Map states run up to 40 iterations at once; more shards than that go to a Distributed Map. */
const inlineShards = 40;

/** Scores files of rows with the version that an alias names: ListShards → Map: ScoreShard → WriteManifest. */
export class BatchScoring extends Construct {
  readonly machine: StateMachine;
  private readonly props: ModelPipelineProps;
  private readonly failure: FailurePath;

  constructor(scope: Construct, id: string, props: ModelPipelineProps) {
    super(scope, id);
    this.props = props;
    const { config, data, spec, topic, assets, deadLetters } = props;
    this.failure = new FailurePath(this, 'BatchFailure', {
      config,
      data,
      model: spec.name,
      topic,
      deadLetters,
    });
    this.machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(this.definition()),
      queryLanguage: QueryLanguage.JSONATA,
      comment: `Scores batches with ${spec.name}`,
      timeout: Duration.hours(6),
      tracingEnabled: true,
      logs: { destination: stateMachineLogs(this, config), level: LogLevel.ALL, includeExecutionData: true },
    });
    this.failure.watch(this.machine);
    for (const [index, batch] of spec.schedule.batch.entries()) {
      const output = batch.output.includes('://')
        ? batch.output
        : `${data.artifactsUri}/batches/${spec.name}/${batch.output}`;
      new Rule(this, `Schedule${index}`, {
        description: `Scores ${batch.input} with ${spec.name}`,
        schedule: Schedule.expression(batch.every),
        targets: [
          new SfnStateMachine(this.machine, {
            input: RuleTargetInput.fromObject({
              input: assets.batchInputs[index],
              output,
              alias: batch.alias,
              trigger: 'schedule',
              ...(batch.key && { key: batch.key }),
            }),
            deadLetterQueue: deadLetters,
          }),
        ],
      });
    }
  }

  private definition(): IChainable {
    const start = Pass.jsonata(this, 'StartBatch', {
      assign: {
        run: {
          execution: '{% $states.context.Execution.Id %}',
          startedAt: '{% $states.context.Execution.StartTime %}',
          trigger: '{% $exists($states.input.trigger) ? $states.input.trigger : "manual" %}',
          cache: false,
        },
      },
    });
    const list = this.step(
      'ListShards',
      'list-shards',
      { batch: '{% $states.input %}' },
      '$states.result.Payload.plan',
    );
    list.catchTo(this.failure.start);
    // It takes away the manifest of an earlier run over the same output; the bucket keeps former versions.
    list.function.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:DeleteObject'],
        resources: [this.props.data.bucket.arnForObjects('*')],
      }),
    );
    const write = this.step('WriteManifest', 'write-manifest', { plan: '{% $plan %}' });
    write.catchTo(this.failure.start);
    const items = ProvideItems.jsonata('{% [0..$plan.shards - 1] %}');
    // The outer machine's variables do not reach a Distributed Map's children: the item carries them.
    const common = {
      items,
      itemSelector: { plan: '{% $plan %}', shard: '{% $states.context.Map.Item.Value %}' },
      outputs: '{% {} %}',
    };
    const few = MapState.jsonata(this, 'Shards', { ...common, maxConcurrency: inlineShards });
    few.itemProcessor(this.score('ScoreShard').state);
    const many = DistributedMap.jsonata(this, 'ManyShards', {
      ...common,
      maxConcurrency: 500,
    });
    many.itemProcessor(this.score('ScoreOneOfMany').state, {
      mode: ProcessorMode.DISTRIBUTED,
      executionType: ProcessorType.STANDARD,
    });
    for (const map of [few, many]) {
      map.addCatch(this.failure.start, { errors: ['States.ALL'], outputs: '{% $states.errorOutput %}' });
      map.next(write.state);
    }
    return start.next(list.state).next(
      Choice.jsonata(this, 'Many?')
        .when(Condition.jsonata(`{% $plan.shards > ${inlineShards} %}`), many)
        .otherwise(few),
    );
  }

  private score(id: string): PipelineStep {
    return this.step(id, 'score-shard', {
      plan: '{% $states.input.plan %}',
      shard: '{% $states.input.shard %}',
    });
  }

  private step(id: string, name: string, payload: Record<string, unknown>, plan?: string): PipelineStep {
    const { config, data, spec, assets, duckdb } = this.props;
    const step = new PipelineStep(this, id, {
      config,
      data,
      name,
      memory: config.memory.step,
      timeout: Duration.minutes(15).minus(Duration.seconds(10)),
      ...(name === 'score-shard' && { layers: [duckdb] }),
      table: name === 'list-shards' ? 'read' : 'none',
      payload: { model: spec.name, ...payload },
      ...(plan && { assign: { plan: `{% ${plan} %}` } }),
    });
    assets.grantRead(step.function.lambda);
    assets.grantBatches(step.function.lambda);
    return step;
  }
}
