import type { Command } from 'commander';
import { type CommonOptions, type Context, printResult, remoteCommand } from '../context.ts';
import { grid } from '../grid.ts';
import { openTarget } from '../openTarget.ts';
import { listModels, versionOf } from '../tracking.ts';

export function models(context: Context): Command {
  return remoteCommand('models', 'list models and their versions', [
    'models',
    'models --target aws --json',
  ]).action(async (options: CommonOptions) => {
    const { terminal } = context;
    const { out } = terminal;
    const target = await openTarget(context, options);
    const [deployed, registered] = await Promise.all([target.models(), listModels(target)]);
    const names = [...new Set([...deployed, ...registered.map(({ name }) => name)])].sort();
    const rows = names.map((name) => {
      const model = registered.find((one) => one.name === name);
      const aliases = model?.aliases ?? [];
      return {
        name,
        deployed: deployed.includes(name),
        champion: (model && versionOf(model, 'champion')) ?? null,
        latest: model?.latest_versions?.map(({ version }) => version).at(-1) ?? null,
        aliases: Object.fromEntries(aliases.map(({ alias, version }) => [alias, version])),
      };
    });
    printResult(context, options, rows, () =>
      grid(
        [
          { title: 'MODEL' },
          { title: 'CHAMPION', align: 'right' },
          { title: 'LATEST', align: 'right' },
          { title: 'OTHER ALIASES' },
        ],
        rows.map(({ name, champion, latest, aliases }) => [
          name,
          champion === null ? out.dim('–') : out.green(champion),
          latest ?? out.dim('–'),
          Object.entries(aliases)
            .filter(([alias]) => alias !== 'champion')
            .map(([alias, version]) => `${alias}: ${version}`)
            .join(', '),
        ]),
        out.dim,
      ),
    );
    const untrained = rows.find(({ latest }) => latest === null);
    if (untrained) terminal.note(`${untrained.name} has no version yet: millrace run ${untrained.name}`);
  });
}
