import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path';
import { InvalidInput } from '../layers/contracts/errors.ts';
import type { ModelSpec } from '../layers/contracts/spec.ts';
import { parseSpec } from '../layers/contracts/specFile.ts';

/** A model's folder and the spec in it. */
export interface ModelFolder {
  readonly directory: string;
  readonly file: string;
  readonly spec: ModelSpec;
}

/** Every folder with a `model.yaml`, by name. @throws InvalidInput with the faults of every spec */
export function readModels(directory: string): ModelFolder[] {
  if (!existsSync(directory)) {
    throw new InvalidInput(`there is no folder of models at ${directory}: make one with \`millrace init\``);
  }
  const faults: string[] = [];
  const models = readdirSync(directory)
    .sort()
    .map((name) => ({ name, file: join(directory, name, 'model.yaml') }))
    .filter(({ file }) => existsSync(file))
    .flatMap(({ name, file }): ModelFolder[] => {
      try {
        const spec = parseSpec(readFileSync(file, 'utf8'), relative(process.cwd(), file));
        if (spec.name === name) return [{ directory: dirname(file), file, spec }];
        faults.push(
          `${file}: name is ${JSON.stringify(spec.name)} but the folder is ${JSON.stringify(name)}: make them equal`,
        );
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        faults.push(error.message);
      }
      return [];
    });
  if (faults.length > 0) throw new InvalidInput(faults.join('\n'));
  return models;
}

/** Files that a path, folder or glob relative to `directory` stands for, in order of their names. */
export function listFiles(directory: string, source: string): string[] {
  const path = resolve(directory, source);
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) return [path];
    return filesBelow(path).filter((file) => dirname(file) === path);
  }
  if (!/[*?[{]/.test(source)) return [];
  const root = resolve(directory, source.split(/[*?[{]/)[0]!.replace(/[^/]*$/, '') || '.');
  return existsSync(root) ? filesBelow(root).filter((file) => matchesGlob(file, path)) : [];
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
