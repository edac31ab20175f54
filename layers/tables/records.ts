/** A record of delimited text (RFC 4180). */
export interface DelimitedRecord {
  /** Line that the record begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What is wrong with the record's quotes. */
  readonly fault?: string;
}

/** Records of delimited text, one after the other; empty lines are none. */
export async function* readRecords(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<DelimitedRecord> {
  let line = 1;
  let begin = 1;
  let cells: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  let fault: string | undefined;
  let afterReturn = false;

  const record = (): DelimitedRecord => ({
    line: begin,
    cells: [...cells, cell],
    ...(fault !== undefined && { fault }),
  });
  const isBlank = () => cells.length === 0 && cell === '' && state === 'start';

  for await (const piece of text) {
    for (const character of piece) {
      const isFeed = character === '\n' || character === '\r';
      const isPair = afterReturn && character === '\n';
      afterReturn = character === '\r';
      if (isFeed && !isPair) line++;
      if (state === 'quoted') {
        if (character === '"') state = 'closed';
        else cell += character;
      } else if (isFeed) {
        if (!isPair && !isBlank()) yield record();
        begin = line;
        cells = [];
        cell = '';
        state = 'start';
        fault = undefined;
      } else if (character === delimiter) {
        cells.push(cell);
        cell = '';
        state = 'start';
      } else if (character === '"' && state === 'start') {
        state = 'quoted';
      } else if (character === '"' && state === 'closed') {
        cell += character;
        state = 'quoted';
      } else {
        if (state === 'closed') fault = 'text follows a closing quote: write a quote inside quotes twice';
        cell += character;
        state = 'plain';
      }
    }
  }
  if (state === 'quoted') fault = 'a quote that opens here is never closed';
  if (!isBlank()) yield record();
}
