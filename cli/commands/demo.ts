import { join } from 'node:path';
import type { Command } from 'commander';
import { defaultPort, freePort, startHere, synthesizeHere } from '../cloud.ts';
import { type Context, command, dataDirOption, integerBetween, pathOf, printResult } from '../context.ts';
import type { Cost } from '../cost.ts';
import { Failed } from '../failures.ts';
import { count, duration, measure, money } from '../format.ts';
import { facts, grid, indent } from '../grid.ts';
import { prices } from '../prices.ts';
import { fitRow, inputsOf, predictionText, type Row, servingPath } from '../rows.ts';
import { openLocal, readSession, type Session } from '../session.ts';
import type { Target } from '../target.ts';
import {
  followTraining,
  metricsTable,
  startTraining,
  type TrainingResult,
  trainingCost,
} from '../training.ts';

interface Options {
  readonly json?: true;
  readonly dataDir: string;
  readonly port: number;
}

const model = 'housing';

export function demo(context: Context): Command {
  return command('demo', 'see all of it once, in a minute', ['demo'])
    .option(
      '--port <n>',
      'port on 127.0.0.1; another free one when it is taken',
      integerBetween(0, 65_535),
      defaultPort,
    )
    .addOption(dataDirOption())
    .action(async (options: Options) => {
      const started = Date.now();
      const dataDir = pathOf(context, options.dataDir);
      const { terminal } = context;
      terminal.note(
        terminal.err.bold('Millrace: from a table and a short YAML file to a monitored prediction API'),
      );
      terminal.note(terminal.err.dim('The app that `cdk deploy` deploys to AWS, now on this machine'));
      terminal.note();
      const running = await readSession(dataDir);
      if (running) {
        terminal.note(`it runs here already, on ${running.url}`);
        return show(context, options, running, started);
      }
      const settings = { dataDir, models: join(context.root, 'models'), port: await freePort(options.port) };
      await synthesizeHere(context, settings);
      const cloud = await startHere(context, settings);
      try {
        await show(context, options, { pid: process.pid, ...cloud }, started);
      } finally {
        await cloud.close();
      }
    });
}

async function show(context: Context, options: Options, session: Session, started: number): Promise<void> {
  const { terminal } = context;
  const target = openLocal(session);
  try {
    terminal.note();
    terminal.note(
      `${terminal.err.bold(`Training ${model}`)}  ${terminal.err.dim(`models/${model}/model.yaml`)}`,
    );
    const result = await followTraining(terminal, target, await startTraining(target, model, true));
    if (result.reason !== undefined) throw new Failed(result.reason);
    const cost = trainingCost(pathOf(context, options.dataDir), model, result.timeline);
    if (!options.json) terminal.print(`\n${trainingText(context, result, cost)}`);
    const asked = await ask(context, target);
    const seconds = (Date.now() - started) / 1000;
    printResult(
      context,
      options,
      asJson(result, cost, asked, seconds),
      () => `\n${askedText(context, target, asked)}\n\n${onwards(context, session, seconds)}`,
    );
  } finally {
    target.sfn.destroy();
  }
}

function trainingText(
  { terminal: { out } }: Context,
  { run, outcome }: TrainingResult,
  cost: Cost | undefined,
): string {
  const version = run?.tags['millrace.version'];
  const metrics = [
    `${out.bold(`${model} version ${version ?? '?'}`)}, trained in ${duration(outcome.seconds * 1000)}; on rows that it has not seen:`,
    indent(metricsTable(run?.metrics ?? {}, out.green)),
  ];
  if (!cost) return metrics.join('\n');
  const lines = cost.lines.map(({ what, amount, unit, dollars }) => [
    out.dim(what),
    measure(amount),
    out.dim(unit),
    money(dollars),
  ]);
  return [
    ...metrics,
    '',
    `${out.bold('On AWS')} this run would have cost about ${out.bold(money(cost.dollars))}:`,
    indent(
      grid(
        [{ title: '' }, { title: '', align: 'right' }, { title: '' }, { title: '', align: 'right' }],
        lines,
      ),
    ),
    indent(out.dim(`times as measured here; prices: ${prices.source}`)),
  ].join('\n');
}

interface Asked {
  readonly row: Row;
  readonly answer: unknown;
  readonly milliseconds: number;
  /** What the data says. */
  readonly actual: unknown;
}

/** One prediction, with the first row of the data. */
async function ask({ root }: Context, target: Target): Promise<Asked> {
  const first = await firstRow(join(root, 'models', model, 'housing.csv'));
  const row = fitRow(first, await inputsOf(target, model));
  const started = performance.now();
  const answer = await target.request('POST', `${servingPath(model)}:predict`, { instances: [row] });
  return { row, answer, milliseconds: performance.now() - started, actual: first.price };
}

async function firstRow(file: string): Promise<Row> {
  const { readRows } = await import('../../layers/tables/rows.ts');
  for await (const rows of readRows(file)) if (rows[0]) return rows[0];
  throw new Failed(`${file} has no rows: restore it with git checkout`);
}

function askedText(
  { terminal: { out } }: Context,
  target: Target,
  { row, answer, milliseconds, actual }: Asked,
): string {
  const { predictions = [] } = answer as { predictions?: unknown[] };
  return [
    `${out.bold('One prediction over HTTP')}, answered in ${duration(milliseconds)}:`,
    '',
    indent(out.cyan(curl(target, row))),
    '',
    indent(JSON.stringify(answer)),
    '',
    indent(
      `about $${count(Number(predictionText(predictions[0])))}; the house was sold for $${count(Number(actual))}`,
    ),
  ].join('\n');
}

/** The request as a command to copy. */
export function curl({ url, apiKey }: Pick<Target, 'url' | 'apiKey'>, row: Row): string {
  const body = JSON.stringify({ instances: [row] }).replaceAll("'", `'\\''`);
  return [
    `curl ${url}${servingPath(model)}:predict \\`,
    `  -H 'x-api-key: ${apiKey}' -H 'content-type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n');
}

function onwards({ terminal: { out } }: Context, { url, pid }: Session, seconds: number): string {
  const stopped = pid === process.pid;
  const steps: (readonly [string, string])[] = [
    ...(stopped ? ([['npx millrace dev', `serve it: ${url}/v1/models/${model}`]] as const) : []),
    ['npx millrace init data.csv --target price', 'a model of your own table'],
    [`npx millrace show ${model}`, 'its versions, and which one answers'],
    ['npx millrace deploy', 'the same app, in your AWS account'],
  ];
  const urls: (readonly [string, string])[] = [
    ['Predictions', `${url}/v1/models/${model}:predict`],
    ['Tracking', `${url}/api/2.0/mlflow  (MLFLOW_TRACKING_URI=${url})`],
  ];
  return [
    out.bold(
      stopped
        ? `That was all, in ${seconds.toFixed(0)} s. It is stopped now; these answer while \`millrace dev\` runs:`
        : 'It goes on running:',
    ),
    indent(facts(urls, out.dim)),
    '',
    out.bold('How to go on'),
    indent(facts(steps, out.cyan)),
  ].join('\n');
}

function asJson(
  { run, outcome }: TrainingResult,
  cost: Cost | undefined,
  { row, answer, actual }: Asked,
  seconds: number,
): unknown {
  return {
    model,
    version: run?.tags['millrace.version'] ?? null,
    run_id: run?.id ?? null,
    metrics: run?.metrics ?? {},
    trainingSeconds: outcome.seconds,
    cost: cost ?? null,
    prediction: { row, answer, actual },
    seconds,
  };
}
