import type { Dense } from '../matrix.ts';

/** Makes columns orthogonal and of length 1, in place: Gram and Schmidt's way, twice, as once is not enough. Those that depend on others become 0. */
export function orthonormalize({ rows, columns, data }: Dense): void {
  for (let column = 0; column < columns; column++) {
    const before = lengthOf(column);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < column; other++) {
        let product = 0;
        for (let at = 0; at < rows * columns; at += columns)
          product += data[at + column]! * data[at + other]!;
        for (let at = 0; at < rows * columns; at += columns)
          data[at + column]! -= product * data[at + other]!;
      }
    }
    const length = lengthOf(column);
    const isDependent = !(length > 1e-14 * before);
    for (let at = column; at < rows * columns; at += columns) data[at] = isDependent ? 0 : data[at]! / length;
  }

  function lengthOf(column: number): number {
    let square = 0;
    for (let at = column; at < rows * columns; at += columns) square += data[at]! ** 2;
    return Math.sqrt(square);
  }
}
