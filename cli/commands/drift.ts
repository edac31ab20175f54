import type { Command } from 'commander';
import { type CommonOptions, type Context, printResult, remoteCommand } from '../context.ts';
import { type DriftReport, driftText } from '../driftText.ts';
import { openTarget } from '../openTarget.ts';
import { modelPath } from '../tracking.ts';

export function drift(context: Context): Command {
  return remoteCommand('drift', "show a model's drift report", ['drift housing', 'drift housing --json'])
    .argument('<model>', 'name of the model')
    .action(async (model: string, options: CommonOptions) => {
      const target = await openTarget(context, options);
      const report = (await target.control('GET', modelPath(model, 'drift'))) as DriftReport;
      printResult(context, options, report, () => driftText(context.terminal.out, model, report));
    });
}
