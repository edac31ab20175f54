import { InvalidInput } from '../../contracts/errors.ts';

/** A sort key of the table has 1024 bytes. */
const longestName = 256;
const longestAlias = 255;

/** @throws InvalidInput in MLflow's words: mlflow/utils/validation.py */
export function checkModelName(name: string, parameter = 'name'): void {
  if (name.trim() === '') throw new InvalidInput(`Missing value for required parameter '${parameter}'.`);
  if (/[/:]/.test(name)) {
    throw new InvalidInput(`Invalid model name '${name.slice(0, 300)}'. Names cannot contain '/' or ':'.`);
  }
  if (name === '.' || name.startsWith('..')) {
    throw new InvalidInput(
      `Invalid value ${JSON.stringify(name.slice(0, 300))} for parameter '${parameter}' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such.`,
    );
  }
  if (name.length > longestName)
    throw new InvalidInput(`'${parameter}' exceeds the maximum length of ${longestName} characters`);
}

/** @throws InvalidInput for what is no alias, or looks like a version */
export function checkAlias(alias: string): void {
  checkAliasText(alias);
  if (alias.toLowerCase() === 'latest')
    throw new InvalidInput("'latest' alias name (case insensitive) is reserved.");
  if (/^v\d+$/i.test(alias)) throw new InvalidInput(`Version alias name '${alias}' is reserved.`);
}

/** @throws InvalidInput for what is no alias */
export function checkAliasText(alias: string): void {
  if (alias === '') throw new InvalidInput('Registered model alias name cannot be empty.');
  if (!/^[\p{L}\p{N}_-]*$/u.test(alias)) {
    throw new InvalidInput(
      `Invalid alias name: '${alias.slice(0, 300)}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  }
  if (alias.length > longestAlias) {
    throw new InvalidInput(
      `Registered model alias name exceeds the maximum length of ${longestAlias} characters`,
    );
  }
}

/** @throws InvalidInput for what is no number */
export function checkedVersion(version: string): string {
  if (!/^[+-]?\d+$/.test(version))
    throw new InvalidInput(`Parameter 'version' must be an integer, got '${version.slice(0, 100)}'.`);
  return String(Number(version));
}
