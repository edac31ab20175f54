import { InvalidInput } from '../errors.ts';

/** @throws InvalidInput when there are fewer rows than neighbors to ask for */
export function checkNeighbors(nNeighbors: number, rows: number): void {
  if (nNeighbors <= rows) return;
  throw new InvalidInput(`${rows} rows have no ${nNeighbors} neighbors: set nNeighbors to ${rows} or fewer`);
}
