import { InvalidInput } from '../../../layers/contracts/errors.ts';

/** How often a path may be escaped over and over. */
const escapings = 10;

/**
 * A path as the client meant it: without escapes, with single slashes, never leading out of the folder it is taken in.
 *
 * @throws InvalidInput in MLflow's words: mlflow/utils/uri.py, validate_path_is_safe
 */
export function artifactPath(text: string): string {
  const path = unescaped(text);
  const parts = path.split('/');
  const isSafe =
    !/[\\#?\p{Cc}]/u.test(path) &&
    !/^(?:[a-z]:\/|file:|\/)/i.test(path) &&
    !parts.includes('..') &&
    isWellFormed(path);
  if (!isSafe) throw invalid(text);
  return parts.filter((part) => part !== '' && part !== '.').join('/');
}

/** The same for the path of a file, which has a name. @throws InvalidInput */
export function artifactFile(text: string): string {
  const path = artifactPath(text);
  if (path === '' || text.endsWith('/')) throw invalid(text);
  return path;
}

function unescaped(text: string): string {
  let path = text;
  for (let time = 0; time < escapings; time++) {
    const decoded = path.replace(/(?:%[0-9a-f]{2})+/gi, decode);
    if (decoded === path) return path;
    path = decoded;
  }
  throw invalid(text);
}

/** What is no UTF-8 stays as it is. */
function decode(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

function invalid(text: string): InvalidInput {
  return new InvalidInput(
    `Invalid path: ${JSON.stringify(text.slice(0, 200))}. Give a relative path with slashes, without "..", backslashes, "#", "?" and control characters.`,
  );
}
