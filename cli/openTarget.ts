import { NotFound } from '../layers/contracts/errors.ts';
import { didYouMean } from '../layers/contracts/nearest.ts';
import { type CommonOptions, type Context, pathOf } from './context.ts';
import { explain, Failed } from './failures.ts';
import { openLocal, readSession } from './session.ts';
import { type Outputs, stacks, type Target } from './target.ts';

/**
 * Finds what a command talks to: what `--target` says, else `millrace dev` while it runs here,
 * else the stacks on AWS.
 *
 * @throws Failed when there is nothing to talk to
 */
export async function openTarget(context: Context, options: CommonOptions): Promise<Target> {
  const dataDir = pathOf(context, options.dataDir);
  if (options.target !== 'aws') {
    const session = await readSession(dataDir);
    if (session) return openLocal(session);
    if (options.target === 'local') {
      throw new Failed(
        `no \`millrace dev\` runs on ${options.dataDir}: start it in another terminal, or name its --data-dir`,
      );
    }
  }
  try {
    // Loaded only now: most commands talk to this machine and start faster without.
    const { openAws } = await import('./aws.ts');
    return await openAws(options.profile);
  } catch (error) {
    if (options.target === 'aws') throw error;
    throw new Failed(
      [
        'there is no Millrace to talk to:',
        `  here: no \`millrace dev\` runs on ${options.dataDir}. Start it in another terminal: millrace dev`,
        `  on AWS: ${explain(error).message.split(/\n\s*/).slice(0, 2).join(': ')}`,
      ].join('\n'),
      { cause: error },
    );
  }
}

/** Outputs of a model's stack. @throws NotFound naming the models that are there */
export async function modelOutputs(target: Target, model: string): Promise<Outputs> {
  try {
    return await target.outputs(stacks.model(model));
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    const known = await target.models();
    const there =
      known.length > 0
        ? didYouMean(model, known, `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`)
        : 'there are no models yet: make one with `millrace init`';
    throw new NotFound(`there is no model ${JSON.stringify(model)} here: ${there}`);
  }
}
