/** Names of files that are being written, beside the file that they become. */

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const partial = new RegExp(`\\.${uuid}(?:\\.\\d+)?\\.partial$`);

/** @param part number of a part that is uploaded by itself */
export function partialOf(path: string, id: string, part?: number): string {
  return `${path}.${id}${part === undefined ? '' : `.${part}`}.partial`;
}

export function isPartial(name: string): boolean {
  return partial.test(name);
}

export function isUploadId(text: string): boolean {
  return new RegExp(`^${uuid}$`).test(text);
}
