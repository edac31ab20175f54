import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lays out DuckDB as a Lambda layer (`nodejs/node_modules/…`) and returns the layer's folder.
 * The binding of the building machine's own platform is copied from `node_modules`; that of another
 * platform is installed from the package registry at the same version.
 *
 * @param platform as npm names it: `linux-x64`, `linux-arm64`, `darwin-arm64` …
 */
export function stageDuckdbLayer(platform: string, root = '.'): string {
  const version = manifest(join(root, 'node_modules/@duckdb/node-api')).version;
  const layer = join(root, 'dist/layers', `duckdb-${version.replaceAll('.', '-')}-${platform}`);
  if (existsSync(layer)) return layer;

  const staging = `${layer}.${process.pid}`;
  const modules = join(staging, 'nodejs/node_modules');
  mkdirSync(modules, { recursive: true });
  const binding = `@duckdb/node-bindings-${platform}`;
  for (const name of ['@duckdb/node-api', '@duckdb/node-bindings', 'detect-libc'])
    copyPackage(root, name, modules);
  if (existsSync(join(root, 'node_modules', binding))) copyPackage(root, binding, modules);
  else installPackage(`${binding}@${version}`, platform, join(staging, 'nodejs'));
  try {
    renameSync(staging, layer);
  } catch (error) {
    // Another process was faster: its layer is the same, and may be in use already.
    rmSync(staging, { recursive: true });
    if (!existsSync(layer)) throw error;
  }
  return layer;
}

function copyPackage(root: string, name: string, modules: string): void {
  const from = join(root, 'node_modules', name);
  if (existsSync(from)) cpSync(from, join(modules, name), { recursive: true });
}

function installPackage(spec: string, platform: string, prefix: string): void {
  const [os, cpu] = platform.split('-');
  const flags = [`--os=${os}`, `--cpu=${cpu}`, '--libc=glibc', '--no-save', '--no-package-lock'];
  execFileSync('npm', ['install', spec, '--prefix', prefix, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function manifest(folder: string): { version: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
