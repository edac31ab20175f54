import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import { type Environment, outputOf, run } from './processes.ts';

/**
 * Finds an interpreter of at least a version; PYTHON names one.
 *
 * @throws InvalidInput naming what was looked at
 */
export function findPython(what: string, minimum: readonly [major: number, minor: number]): string {
  const minors = [14, 13, 12, 11, 10]
    .filter((minor) => minor >= minimum[1])
    .map((minor) => `python3.${minor}`);
  const candidates = process.env.PYTHON
    ? [process.env.PYTHON]
    : ['python3', ...minors, ...pyenv(minimum), 'python'];
  const test = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${minimum.join(', ')}))`;
  const found = candidates.find((candidate) => outputOf(candidate, ['-c', test]) !== undefined);
  if (found) return found;
  const seen = outputOf(candidates[0]!, ['--version']) ?? 'none';
  throw new InvalidInput(
    `${what} needs Python ${minimum.join('.')} or newer with venv; found ${seen} as ${candidates[0]}: install one, or name it in PYTHON`,
  );
}

/** Interpreters that pyenv keeps, which its shims hide unless they are chosen. */
function pyenv(minimum: readonly [number, number]): string[] {
  const versions = outputOf('pyenv', ['versions', '--bare'])?.split('\n') ?? [];
  const root = outputOf('pyenv', ['root']);
  return versions
    .filter((version) => {
      const [major = 0, minor = 0] = version.split('.').map(Number);
      return major === minimum[0] && minor >= minimum[1];
    })
    .map((version) => `${root}/versions/${version}/bin/python`);
}

/** A virtual environment with exactly the packages of a requirements file; kept as long as that file stays the same. */
export async function virtualEnvironment(
  folder: string,
  python: string,
  requirements: string,
  options: { log: string; environment: Environment; signal: AbortSignal },
): Promise<string> {
  const interpreter = join(folder, 'bin', 'python');
  const mark = join(folder, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return interpreter;
  await run(python, ['-m', 'venv', '--clear', folder], options);
  await run(
    interpreter,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    options,
  );
  writeFileSync(mark, wanted);
  return interpreter;
}
