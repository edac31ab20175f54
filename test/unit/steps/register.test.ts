import { describe, expect, test } from 'vitest';
import { deploy } from '../../../functions/deploy/step.ts';
import { register } from '../../../functions/register/step.ts';
import { runIdOf } from '../../../layers/store/runId.ts';
import { evaluated, openBench, regression, trained } from './bench.ts';

const bench = openBench();
const named = (name: string) => regression.replace('name: flats', `name: ${name}`);

describe('Register', () => {
  test('keeps all that serving and monitoring need of a version', async () => {
    const base = await bench.base(`${named('kept')}monitor: { capture: 0.5, retention: 7 }\n`, 'kept');
    const { fitted, metrics, profile } = await evaluated(bench, base);
    const { version } = await register({ ...base, fitted, metrics, profile }, bench.services);
    expect(version).toBe('1');
    expect(await bench.services.registry.getVersion('kept', '1')).toMatchObject({
      runId: runIdOf('kept'),
      pipelineUri: fitted.uri,
      profileUri: profile,
      metrics,
      params: { model: 'linear-regression' },
      monitor: { capture: 0.5, retention: 7 },
      signature: { inputs: [{ name: 'area', kind: 'number' }, { name: 'rooms' }, { name: 'district' }] },
    });
    expect((await bench.runOf('kept')).tags).toMatchObject({ 'millrace.version': '1' });
  });

  test('done twice in a run, makes one version; another run makes the next, also of the same model', async () => {
    const base = await bench.base(named('versions'), 'versions-1');
    const { fitted, metrics, profile } = await evaluated(bench, base);
    const event = { ...base, fitted, metrics, profile };
    const twice = [await register(event, bench.services), await register(event, bench.services)];
    expect(twice).toEqual([{ version: '1' }, { version: '1' }]);
    expect(await trained(bench, await bench.base(named('versions'), 'versions-2'))).toMatchObject({
      version: '2',
    });
    const versions = await bench.services.registry.listVersions('versions');
    expect(versions.map(({ version }) => version)).toEqual(['2', '1']);
    expect(versions[0]!.pipelineUri).toBe(versions[1]!.pipelineUri);
    expect(await bench.services.registry.audit('versions')).toHaveLength(3);
  });
});

describe('Deploy', () => {
  async function registered(spec: string, execution: string) {
    const base = await bench.base(spec, execution);
    const { fitted, metrics, profile } = await evaluated(bench, base);
    const { version } = await register({ ...base, fitted, metrics, profile }, bench.services);
    return { ...base, version };
  }

  test('lets the new version answer and ends the run; done twice, it is audited once', async () => {
    const event = await registered(named('answers'), 'answers');
    const twice = [await deploy(event, bench.services), await deploy(event, bench.services)];
    expect(twice).toEqual([
      { alias: 'champion', version: '1' },
      { alias: 'champion', version: '1' },
    ]);
    expect(await bench.runOf('answers')).toMatchObject({ status: 'FINISHED' });
    const moves = (await bench.services.registry.audit('answers')).filter(
      ({ action }) => action === 'promote',
    );
    expect(moves).toMatchObject([{ actor: 'pipeline', to: '1', reason: `run ${runIdOf('answers')}` }]);
  });

  test('by hand, leaves what answers as it is', async () => {
    await deploy(await registered(named('manual'), 'manual-1'), bench.services);
    const event = await registered(`${named('manual')}deploy: { strategy: manual }\n`, 'manual-2');
    expect(await deploy(event, bench.services)).toEqual({ alias: null, version: '2' });
    expect(await bench.services.registry.getAlias('manual', 'champion')).toBe('1');
    expect(await bench.runOf('manual-2')).toMatchObject({ status: 'FINISHED' });
  });
});
