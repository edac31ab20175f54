import type { Command } from 'commander';
import { NotFound } from '../../layers/contracts/errors.ts';
import { type CommonOptions, type Context, printResult, remoteCommand } from '../context.ts';
import { Usage } from '../failures.ts';
import { duration, moment } from '../format.ts';
import { facts, grid, indent } from '../grid.ts';
import { metricsText } from '../metricsText.ts';
import { modelOutputs, openTarget } from '../openTarget.ts';
import type { Target } from '../target.ts';
import type { Terminal } from '../terminal.ts';
import {
  findRun,
  getModel,
  getRun,
  listVersions,
  modelPath,
  type RegisteredModel,
  type RunSummary,
} from '../tracking.ts';
import { metricsTable } from '../training.ts';
import { statusText } from './runs.ts';

interface AuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly alias?: string;
  readonly from?: string;
  readonly to: string;
  readonly reason: string;
}

/** A version as the registry keeps it. */
interface RegisteredVersion {
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly runId: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Moves of aliases that are shown. */
const shownMoves = 10;

export function show(context: Context): Command {
  return remoteCommand('show', 'look at a run, model or version', [
    'show housing',
    'show housing@2',
    'show 3f9c1a7e50d2',
  ])
    .argument('<run|model[@version]>', 'id of a run (its first digits do), or name of a model')
    .action(async (what: string, options: CommonOptions) => {
      const [name = '', version] = what.split('@');
      if (version === '') throw new Usage(`name a version after ${what}, such as ${what}1`);
      const target = await openTarget(context, options);
      if (version !== undefined) return showVersion(context, options, target, name, version);
      if (/^[0-9a-f]{6,32}$/.test(name)) return showRun(context, options, await findRun(target, name));
      await showModel(context, options, target, name);
    });
}

function showRun(context: Context, options: CommonOptions, run: RunSummary): void {
  printResult(context, options, run, () => runText(context.terminal, run));
}

function runText(terminal: Terminal, run: RunSummary): string {
  const { out } = terminal;
  const reason = run.tags['millrace.gate.reasons'] ?? run.tags['millrace.reason'];
  const pairs: (readonly [string, string])[] = [
    ['run', run.id],
    ['model', run.model],
    ['status', statusText(terminal, run)],
    ...(reason ? ([['reason', reason]] as const) : []),
    ['started', moment(run.startedAt)],
    ...(run.endedAt === undefined ? [] : ([['took', duration(run.endedAt - run.startedAt)]] as const)),
  ];
  const shownTags = Object.entries(run.tags).filter(
    ([key]) => !key.startsWith('millrace.gate') && key !== 'millrace.reason',
  );
  const section = (title: string, entries: readonly (readonly [string, string])[]) =>
    entries.length === 0 ? [] : ['', out.bold(title), indent(facts(entries, out.dim))];
  return [
    facts(pairs, out.dim),
    ...(Object.keys(run.metrics).length === 0
      ? []
      : ['', out.bold('Metrics'), indent(metricsTable(run.metrics, String))]),
    ...section('Parameters', Object.entries(run.params)),
    ...section('Tags', shownTags),
  ].join('\n');
}

async function showVersion(
  context: Context,
  options: CommonOptions,
  target: Target,
  name: string,
  wanted: string,
): Promise<void> {
  const versions = await listVersions(target, name);
  const version = versions.find((one) => one.version === wanted);
  if (!version) {
    if (versions.length === 0) throw await withoutVersion(target, name);
    throw new NotFound(
      `${name} has no version ${wanted}: it has ${versions.map((one) => one.version).join(', ')}`,
    );
  }
  const run = version.run_id ? await getRun(target, version.run_id).catch(() => undefined) : undefined;
  const { out } = context.terminal;
  printResult(context, options, { ...version, run: run ?? null }, () =>
    [
      facts(
        [
          ['model', name],
          ['version', wanted],
          ['created', moment(Number(version.creation_timestamp))],
          ...(version.aliases?.length ? ([['aliases', version.aliases.join(', ')]] as const) : []),
          ...(version.source ? ([['artifact', version.source]] as const) : []),
        ],
        out.dim,
      ),
      ...(run ? ['', runText(context.terminal, run)] : []),
    ].join('\n'),
  );
}

async function showModel(
  context: Context,
  options: CommonOptions,
  target: Target,
  name: string,
): Promise<void> {
  let model: RegisteredModel;
  try {
    model = await getModel(target, name);
  } catch (error) {
    throw error instanceof NotFound ? await withoutVersion(target, name) : error;
  }
  const [versions, audit] = await Promise.all([registeredVersions(target, name), auditOf(target, name)]);
  printResult(context, options, { ...model, versions, audit }, () =>
    modelText(context.terminal, model, versions, audit),
  );
}

/** @throws NotFound when there is no such model either */
async function withoutVersion(target: Target, name: string): Promise<NotFound> {
  await modelOutputs(target, name);
  return new NotFound(`${name} has no version yet: train it with \`millrace run ${name}\``);
}

/** Newest first. */
async function registeredVersions(target: Target, name: string): Promise<readonly RegisteredVersion[]> {
  return ((await target.control('GET', modelPath(name))) as { versions: RegisteredVersion[] }).versions;
}

async function auditOf(target: Target, name: string): Promise<readonly AuditEntry[]> {
  return ((await target.control('GET', modelPath(name, 'audit'))) as { audit: AuditEntry[] }).audit;
}

function modelText(
  { out }: Terminal,
  model: RegisteredModel,
  versions: readonly RegisteredVersion[],
  audit: readonly AuditEntry[],
): string {
  const aliasesOf = (version: string) =>
    (model.aliases ?? []).filter((one) => one.version === version).map(({ alias }) => alias);
  const versionRows = versions.map(({ version, createdAt, runId, metrics, params }) => [
    version,
    moment(createdAt),
    runId.slice(0, 12),
    String(params.model ?? ''),
    metricsText(metrics, out.dim),
    out.green(aliasesOf(version).join(', ')),
  ]);
  const moves = audit
    .slice(0, shownMoves)
    .map(({ at, action, alias = '', from, to, actor, reason }) => [
      moment(at),
      action,
      [alias, from === undefined ? to : `${from} → ${to ?? 'none'}`].filter(Boolean).join(' '),
      actor,
      reason,
    ]);
  const titles = (...names: string[]) => names.map((title) => ({ title }));
  return [
    out.bold(model.name),
    '',
    grid(titles('VERSION', 'CREATED', 'RUN', 'ESTIMATOR', 'METRICS', 'ALIASES'), versionRows, out.dim),
    ...(moves.length === 0
      ? []
      : ['', grid(titles('WHEN', 'WHAT', 'VERSIONS', 'WHO', 'WHY'), moves, out.dim)]),
  ].join('\n');
}
