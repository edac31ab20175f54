/** Whether an answer goes out as bytes: all but our own JSON, since files that call themselves text are not always UTF-8. */
export function isBytes(contentType: string): boolean {
  return !/^application\/json\b/i.test(contentType);
}
