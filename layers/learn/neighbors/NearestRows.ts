/** Later than any row. */
const none = 2 ** 31 - 1;

/**
 * The k nearest rows so far of each of several queries, in a heap each with the farthest on top. Of rows equally far the first are
 * kept, in whatever order they come.
 */
export class NearestRows {
  readonly k: number;
  /** Reduced distances, n × k. */
  readonly distances: Float64Array;
  readonly rows: Int32Array;

  constructor(queries: number, k: number) {
    this.k = k;
    this.distances = new Float64Array(queries * k).fill(Number.POSITIVE_INFINITY);
    this.rows = new Int32Array(queries * k).fill(none);
  }

  /** The largest distance that may still be of interest. */
  worst(query: number): number {
    return this.distances[query * this.k]!;
  }

  offer(query: number, distance: number, row: number): void {
    const start = query * this.k;
    if (isNearer(distance, row, this.distances[start]!, this.rows[start]!))
      this.#sink(start, this.k, distance, row);
  }

  /** Each query's from the nearest to the farthest: heapsort. */
  sort(): void {
    const { distances, rows, k } = this;
    for (let start = 0; start < rows.length; start += k) {
      for (let size = k - 1; size > 0; size--) {
        const [distance, row] = [distances[start + size]!, rows[start + size]!];
        distances[start + size] = distances[start]!;
        rows[start + size] = rows[start]!;
        this.#sink(start, size, distance, row);
      }
    }
  }

  /** Puts a row in the place of the one on top. */
  #sink(start: number, size: number, distance: number, row: number): void {
    const { distances, rows } = this;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      const [left, right] = [start + child, start + child + 1];
      if (child + 1 < size && isNearer(distances[left]!, rows[left]!, distances[right]!, rows[right]!))
        child++;
      if (!isNearer(distance, row, distances[start + child]!, rows[start + child]!)) break;
      distances[start + place] = distances[start + child]!;
      rows[start + place] = rows[start + child]!;
      place = child;
    }
    distances[start + place] = distance;
    rows[start + place] = row;
  }
}

function isNearer(distance: number, row: number, than: number, thanRow: number): boolean {
  return distance < than || (distance === than && row < thanRow);
}
