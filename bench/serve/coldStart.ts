import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunctions } from '../../infra/build.ts';
import { environmentNames } from '../../layers/contracts/environment.ts';
import { median } from '../statistics.ts';

export interface ColdStart {
  /** Of the bundle. */
  readonly bytes: number;
  /** Median milliseconds from the call of import() to its end. */
  readonly wall: number;
  /** Median milliseconds of all threads of the process meanwhile. */
  readonly cpu: number;
}

/** Loads the prediction function's bundle in fresh Node processes, without Node's own start. */
export function measureColdStart(times: number): ColdStart {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    bundleFunctions(folder);
    const bundle = join(folder, 'predict/index.mjs');
    const script = `
      const [cpu, wall] = [process.cpuUsage(), performance.now()];
      await import(${JSON.stringify(pathToFileURL(bundle).href)});
      const used = process.cpuUsage(cpu);
      console.log(JSON.stringify([performance.now() - wall, (used.user + used.system) / 1000]));
      process.exit(0);`;
    const { table, artifacts, code } = environmentNames;
    const env = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      [table]: 'table',
      [artifacts]: 's3://bucket',
      [code]: 'hash',
    };
    const runs = Array.from({ length: times }, () => {
      const options = { env, cwd: folder, encoding: 'utf8' } as const;
      const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], options);
      return JSON.parse(printed) as [wall: number, cpu: number];
    });
    return {
      bytes: statSync(bundle).size,
      wall: median(runs.map(([wall]) => wall)),
      cpu: median(runs.map(([, cpu]) => cpu)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
