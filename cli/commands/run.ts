import type { Command } from 'commander';
import { type CommonOptions, type Context, pathOf, printResult, remoteCommand } from '../context.ts';
import { costSentence } from '../cost.ts';
import { Failed } from '../failures.ts';
import { duration } from '../format.ts';
import { indent } from '../grid.ts';
import { openTarget } from '../openTarget.ts';
import type { Target } from '../target.ts';
import { runIdOf } from '../tracking.ts';
import {
  followTraining,
  metricsTable,
  startTraining,
  type TrainingResult,
  trainingCost,
} from '../training.ts';

interface Options extends CommonOptions {
  readonly wait: boolean;
  readonly cache: boolean;
}

export function run(context: Context): Command {
  return remoteCommand('run', 'train a model', [
    'run housing',
    'run housing --no-cache         # compute every step anew',
    'run housing --no-wait --json   # start it, and go on',
  ])
    .argument('<model>', 'name of the model')
    .option('--wait', 'watch until it ends (the default)', true)
    .option('--no-wait', 'start it and return at once')
    .option('--no-cache', 'compute every step again, also where its inputs are unchanged')
    .action(async (model: string, options: Options) => {
      const target = await openTarget(context, options);
      const execution = await startTraining(target, model, options.cache);
      if (options.wait) await watch(context, options, target, model, execution);
      else started(context, options, model, execution);
    });
}

function started(context: Context, options: Options, model: string, execution: string): void {
  const id = runIdOf(execution);
  printResult(context, options, { model, run_id: id, execution }, () => id);
  context.terminal.note(`${model} is training: \`millrace show ${id.slice(0, 12)}\` tells how it goes`);
}

async function watch(
  context: Context,
  options: Options,
  target: Target,
  model: string,
  execution: string,
): Promise<void> {
  const { terminal } = context;
  terminal.note(
    `${terminal.err.bold(model)} is training ${target.kind === 'local' ? 'on this machine' : 'on AWS'}`,
  );
  const result = await followTraining(terminal, target, execution);
  const cost =
    target.kind === 'local'
      ? trainingCost(pathOf(context, options.dataDir), model, result.timeline)
      : undefined;
  if (options.json) printResult(context, options, asJson(model, result), () => '');
  else if (result.run && Object.keys(result.run.metrics).length > 0) {
    terminal.note();
    terminal.print(indent(metricsTable(result.run.metrics, terminal.out.bold)));
    terminal.note();
  }
  if (result.reason !== undefined) throw new Failed(result.reason);
  const version = result.run?.tags['millrace.version'];
  const took = `${model}${version ? ` version ${version}` : ''} is ready after ${duration(result.outcome.seconds * 1000)}`;
  terminal.note(`${terminal.err.green('✓')} ${took}${cost ? `; ${costSentence(cost)}` : ''}`);
}

function asJson(model: string, { execution, outcome, run, reason }: TrainingResult): unknown {
  return {
    model,
    run_id: runIdOf(execution),
    execution,
    status: outcome.status,
    ok: reason === undefined,
    ...(reason !== undefined && { reason }),
    gate: run?.tags['millrace.gate'] ?? null,
    version: run?.tags['millrace.version'] ?? null,
    seconds: outcome.seconds,
    metrics: run?.metrics ?? {},
    params: run?.params ?? {},
  };
}
