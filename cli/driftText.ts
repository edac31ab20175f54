import { count, measure, plural } from './format.ts';
import { facts, grid } from './grid.ts';
import type { Terminal } from './terminal.ts';

/** A model's drift report, as the monitor writes it. */
export interface DriftReport {
  readonly at: string;
  readonly version: string;
  readonly from: string;
  readonly drift: {
    readonly rows: number;
    readonly decided: boolean;
    readonly dataDrift: boolean;
    readonly share: number;
    readonly columns: Readonly<Record<string, ColumnDrift>>;
    readonly prediction?: ColumnDrift;
  };
  readonly performance?: {
    readonly rows: number;
    readonly metrics: Readonly<Record<string, number>>;
    readonly decay: number;
    readonly decayed: boolean;
  };
}

interface ColumnDrift {
  readonly drifted: boolean;
  readonly psi: number;
  readonly p: number;
  readonly missing: readonly [reference: number, current: number];
  readonly newCategories?: Readonly<Record<string, number>>;
}

type Colors = Terminal['out'];

/** A report for people: the verdict first, then the columns that moved most. */
export function driftText(
  out: Colors,
  model: string,
  { at, version, from, drift, performance }: DriftReport,
): string {
  const about = facts(
    [
      ['model', `${model}, version ${version}`],
      [
        'window',
        `${from.slice(0, 16).replace('T', ' ')} to ${at.slice(0, 16).replace('T', ' ')} UTC, ${plural(drift.rows, 'row')}`,
      ],
      ['verdict', verdict(out, drift)],
      ...(performance ? ([['outcomes', outcomes(out, performance)]] as const) : []),
    ],
    out.dim,
  );
  const columns = Object.entries(drift.columns).sort(
    ([, a], [, b]) => Number(b.drifted) - Number(a.drifted) || b.psi - a.psi,
  );
  const rows = [...(drift.prediction ? [['the prediction', drift.prediction] as const] : []), ...columns].map(
    ([name, column]) => [
      name,
      column.drifted ? out.red('drifted') : out.green('as before'),
      measure(column.psi),
      column.p < 0.0001 ? '<0.0001' : column.p.toFixed(4),
      remarks(column),
    ],
  );
  if (rows.length === 0) return about;
  const titles = [
    { title: 'COLUMN' },
    { title: 'VERDICT' },
    { title: 'PSI', align: 'right' as const },
    { title: 'P', align: 'right' as const },
    { title: '' },
  ];
  return [about, '', grid(titles, rows, out.dim)].join('\n');
}

function verdict(out: Colors, { decided, dataDrift, share, rows }: DriftReport['drift']): string {
  if (!decided)
    return out.yellow(
      `undecided: ${plural(rows, 'row')} ${rows === 1 ? 'is' : 'are'} too few (monitor.drift.minRows)`,
    );
  const moved = `${Math.round(100 * share)} % of the columns drifted`;
  return dataDrift ? out.red(`drift: ${moved}`) : out.green(`no drift: ${moved}`);
}

function outcomes(
  out: Colors,
  { rows, metrics, decay, decayed }: NonNullable<DriftReport['performance']>,
): string {
  const measured = Object.entries(metrics).map(([name, value]) => `${name} ${measure(value)}`);
  const change = `${Math.abs(100 * decay).toFixed(0)} % ${decay > 0 ? 'worse' : 'better'} than on the test set`;
  return `${count(rows)} known: ${measured.join(', ')}; ${decayed ? out.red(change) : out.green(change)}`;
}

function remarks({ missing: [before, now], newCategories = {} }: ColumnDrift): string {
  const unseen = Object.keys(newCategories);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    ...(Math.abs(now - before) >= 0.005 ? [`missing ${percent(before)} → ${percent(now)}`] : []),
    ...(unseen.length > 0
      ? [`never seen before: ${unseen.slice(0, 3).join(', ')}${unseen.length > 3 ? ', …' : ''}`]
      : []),
  ].join('; ');
}
