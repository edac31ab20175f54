import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/** Folder that holds one folder for each bundled function. */
export const functionsDirectory = 'dist/functions';

/** Ways to credentials that a function never takes, since Lambda sets them in the environment; the SDK imports them on demand. */
const unusedCredentials = [
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/nested-clients',
  '@aws-sdk/token-providers',
  '@smithy/credential-provider-imds',
];

/**
 * Bundles every function in one go, each to one self-contained ES module with the SDK clients it
 * uses. DuckDB stays outside: it is native and comes in a layer.
 *
 * @param directory gets `<function>/index.mjs`
 */
export function bundleFunctions(directory = functionsDirectory): void {
  const names = readdirSync('functions', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const { outputFiles } = buildSync({
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: directory,
    write: false,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The SDK's ES modules can be tree-shaken to the commands in use; its CommonJS ones cannot.
    mainFields: ['module', 'main'],
    external: ['@duckdb/*', ...unusedCredentials],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) writeWhole(path, contents, `${directory}.${process.pid}`);
}

/** Another process may be reading the bundle for its own synthesis: it must never see half of one. */
function writeWhole(path: string, contents: Uint8Array, partial: string): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(partial, contents);
  renameSync(partial, path);
}

/** Hash of a function's bundle: part of every cache key and of the run's record. */
export function codeHash(name: string): string {
  const bundle = readFileSync(join(functionsDirectory, name, 'index.mjs'));
  return createHash('sha256').update(bundle).digest('hex').slice(0, 16);
}
