import { readFileSync } from 'node:fs';
import { App, Tags } from 'aws-cdk-lib';
import { isOperational } from '../layers/contracts/errors.ts';
import { bundleFunctions } from './build.ts';
import { readConfig } from './config.ts';
import { readModels } from './models.ts';
import { acknowledgeFindings } from './rules.ts';
import { DataStack } from './stacks/DataStack.ts';
import { ModelStack } from './stacks/ModelStack.ts';
import { ServingStack } from './stacks/ServingStack.ts';

/** The whole app: shared data, the API, and a stack for each model folder. */
export function createApp(app: App = new App({ context: cdkContext() })): App {
  const config = readConfig(app);
  const models = readModels(config.modelsDirectory);
  bundleFunctions();
  const env = config.environment;
  const data = new DataStack(app, 'Millrace-Data', { env });
  const serving = new ServingStack(app, 'Millrace-Serving', { env, config, data });
  const stacks = models.map((model) => {
    const stack = new ModelStack(app, `Millrace-Model-${model.spec.name}`, { env, config, data, model });
    Tags.of(stack).add('millrace:model', model.spec.name);
    return stack;
  });
  Tags.of(app).add('app', 'millrace');
  acknowledgeFindings(app, { data, serving, models: stacks });
  return app;
}

/** The context of cdk.json, which the CDK command line passes on and a plain `node infra/app.ts` would miss. */
export function cdkContext(): Record<string, unknown> {
  return (JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> }).context;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  try {
    createApp().synth();
  } catch (error) {
    if (!isOperational(error)) throw error;
    process.stderr.write(`millrace: ${error.message}\n`);
    process.exit(1);
  }
}
