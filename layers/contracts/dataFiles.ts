/** True for the name or URI of a file that rows are read from; a compressed one ends with `.gz` as well. */
export function isDataFile(name: string): boolean {
  return /\.(csv|tsv|ndjson|jsonl|json|parquet)(\.gz)?$/i.test(name);
}

/** True for a URI or path that names a folder: its last part is empty, or has no dot. */
export function isFolder(uri: string): boolean {
  return /(^|\/)[^./]*$/.test(uri);
}

/** True for a URI or path that stands for the files it matches: `s3://bucket/2026-*.csv`. */
export function isGlob(uri: string): boolean {
  return /[*?[{]/.test(uri);
}
