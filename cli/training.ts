import { join } from 'node:path';
import { NotFound } from '../layers/contracts/errors.ts';
import { functionSizes } from './assembly.ts';
import { type Cost, costOf } from './cost.ts';
import { followExecution, type Outcome, startExecution } from './execution.ts';
import { measure } from './format.ts';
import { grid } from './grid.ts';
import { modelOutputs } from './openTarget.ts';
import { showProgress } from './progress.ts';
import { stacks, type Target } from './target.ts';
import type { Terminal } from './terminal.ts';
import type { Timeline } from './timeline.ts';
import { getRun, type RunSummary, runIdOf } from './tracking.ts';

/** What became of a training pipeline. */
export interface TrainingResult {
  readonly execution: string;
  readonly outcome: Outcome;
  readonly timeline: Timeline;
  /** The run as it was recorded; undefined when the pipeline ended before it recorded any. */
  readonly run?: RunSummary;
  /** Why the model must not be used; undefined when it may. */
  readonly reason?: string;
}

/** Starts a model's training pipeline; the ARN of its execution. */
export async function startTraining(target: Target, model: string, cache: boolean): Promise<string> {
  const { PipelineArn } = await modelOutputs(target, model);
  return startExecution(target, PipelineArn!, { trigger: 'manual', cache });
}

/** Watches a training pipeline with live progress until it ends. */
export async function followTraining(
  terminal: Terminal,
  target: Target,
  execution: string,
): Promise<TrainingResult> {
  try {
    const { outcome, timeline } = await followExecution(target, execution, showProgress(terminal));
    const run = await recordOf(target, execution);
    const reason = reasonOf(outcome, timeline, run);
    return { execution, outcome, timeline, ...(run && { run }), ...(reason !== undefined && { reason }) };
  } finally {
    terminal.busy();
  }
}

/** The run as it was recorded; none when the pipeline failed before it recorded any. */
async function recordOf(target: Target, execution: string): Promise<RunSummary | undefined> {
  try {
    return await getRun(target, runIdOf(execution));
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** A model is ready only if its run says so: whatever is not known to have succeeded has not. */
function reasonOf(
  { status, cause, error }: Outcome,
  timeline: Timeline,
  run: RunSummary | undefined,
): string | undefined {
  if (status !== 'SUCCEEDED') return cause ?? error ?? `the pipeline ended as ${status}`;
  const gate = timeline.steps.find(({ name }) => name === 'Gate')?.output as Partial<GateOutput> | undefined;
  if (gate?.passed === false || run?.tags['millrace.gate'] === 'failed') {
    const reasons = gate?.reasons?.join('; ') ?? run?.tags['millrace.gate.reasons'] ?? 'a gate did not hold';
    return `the gate did not pass, so nothing was registered: ${reasons}`;
  }
  return run?.tags['millrace.version'] === undefined
    ? 'the pipeline succeeded but recorded no version: look at its run'
    : undefined;
}

interface GateOutput {
  readonly passed: boolean;
  readonly reasons: readonly string[];
}

/** Metrics as a small table. */
export function metricsTable(
  metrics: Readonly<Record<string, number>>,
  bold: (text: string) => string,
): string {
  const rows = Object.entries(metrics).map(([name, value]) => [name, bold(measure(value))]);
  return grid([{ title: '' }, { title: '', align: 'right' }], rows);
}

/** What the pipeline would have cost on AWS; undefined when no assembly is there to tell the functions' memory. */
export function trainingCost(dataDir: string, model: string, timeline: Timeline): Cost | undefined {
  const sizes = functionSizes(assemblyOf(dataDir), stacks.model(model));
  return sizes.size === 0 ? undefined : costOf(timeline, (state) => sizes.get(state));
}

/** Folder of the cloud assembly that the local cloud runs. */
export function assemblyOf(dataDir: string): string {
  return join(dataDir, 'assembly');
}
