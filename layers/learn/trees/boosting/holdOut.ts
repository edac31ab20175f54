import { permutation, type Random } from '../../random.ts';

export interface HeldOut {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Holds out some of n rows at random; of each class its share, if classes are given, so that each keeps a row to train on.
 *
 * @param fraction below 1 a share of the rows, else their number
 */
export function holdOut(n: number, fraction: number, random: Random, classes?: Float64Array): HeldOut {
  const share = fraction < 1 ? fraction : Math.min(0.5, fraction / n);
  const order = permutation(n, random);
  const isHeldOut = new Uint8Array(n);
  const groups = new Map<number, number[]>();
  for (const row of order) {
    const group = classes ? classes[row]! : 0;
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group)!.push(row);
  }
  for (const rows of groups.values()) {
    const count = Math.min(rows.length - 1, Math.round(share * rows.length));
    for (const row of rows.slice(0, count)) isHeldOut[row] = 1;
  }
  const all = Int32Array.from({ length: n }, (_, row) => row);
  return {
    train: all.filter((row) => isHeldOut[row] === 0),
    validation: all.filter((row) => isHeldOut[row] === 1),
  };
}
