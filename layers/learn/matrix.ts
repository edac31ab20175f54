/** A dense matrix, row by row in one array: what the loops over rows work on. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  /** `data[row * columns + column]` */
  readonly data: Float64Array;
}
