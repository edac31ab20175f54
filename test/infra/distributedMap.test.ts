import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { cdkContext } from '../../infra/app.ts';
import { bundleFunctions } from '../../infra/build.ts';
import { readConfig } from '../../infra/config.ts';
import { readModels } from '../../infra/models.ts';
import { DataStack } from '../../infra/stacks/DataStack.ts';
import { ModelStack } from '../../infra/stacks/ModelStack.ts';
import { definitionText } from './definitionText.ts';

interface Definition {
  readonly States: Readonly<Record<string, State>>;
}

interface State {
  readonly Type: string;
  readonly MaxConcurrency?: number;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly ItemProcessor?: Definition & {
    readonly ProcessorConfig?: { readonly Mode: string; readonly ExecutionType?: string };
  };
}

describe('a Distributed Map', () => {
  let template: Template;
  let maps: Record<string, State>;

  beforeAll(() => {
    // `renewal` has more trials than a Map takes; a batch of any model may have more shards.
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'assembly-')), context: cdkContext() });
    const config = readConfig(app);
    bundleFunctions();
    const data = new DataStack(app, 'Data', {});
    const model = readModels('test/endToEnd/models').find(({ spec }) => spec.name === 'renewal')!;
    template = Template.fromStack(new ModelStack(app, 'Model', { config, data, model }));
    maps = Object.fromEntries(
      Object.values(template.findResources('AWS::StepFunctions::StateMachine')).flatMap(({ Properties }) =>
        Object.entries((JSON.parse(definitionText(Properties.DefinitionString)) as Definition).States).filter(
          ([, { ItemProcessor }]) => ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED',
        ),
      ),
    );
  }, 120_000);

  it('runs more trials than 40, and more shards than 40, as standard executions of their own', () => {
    expect(Object.keys(maps).sort()).toEqual(['ManyShards', 'Trials']);
    for (const { ItemProcessor } of Object.values(maps))
      expect(ItemProcessor?.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
  });

  // https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html: no outer variable is in their scope.
  it("gives its children all they need: a child does not see the parent's variables", () => {
    for (const [name, { ItemProcessor }] of Object.entries(maps)) {
      const { States } = ItemProcessor!;
      const own = new Set(Object.values(States).flatMap(({ Assign = {} }) => Object.keys(Assign)));
      const named = [...JSON.stringify(States).matchAll(/\{%(.*?)%\}/g)].flatMap(([, expression]) =>
        [...expression!.matchAll(/\$([A-Za-z_]\w*)(?!\w*\()/g)].map(([, variable]) => variable!),
      );
      expect(named, name).toContain('states');
      expect(
        named.filter((variable) => variable !== 'states' && !own.has(variable)),
        name,
      ).toEqual([]);
    }
  });

  it('may start, describe, stop and redrive its children', () => {
    const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.includes('DistributedMapPolicy'),
    );
    expect(policies).toHaveLength(Object.keys(maps).length);
    for (const [id, { Properties }] of policies) {
      const { Statement } = Properties.PolicyDocument as { Statement: { Action: string | string[] }[] };
      expect(Statement.flatMap(({ Action }) => Action).sort(), id).toEqual([
        'states:DescribeExecution',
        'states:RedriveExecution',
        'states:StartExecution',
        'states:StopExecution',
      ]);
    }
  });
});
