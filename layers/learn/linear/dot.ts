/**
 * Σ a b of so many numbers, those of `a` from a place on. Four sums grow side by side, as one would wait for itself.
 */
export function dotAt(a: Float64Array, start: number, b: Float64Array, length: number): number {
  const even = length - (length % 4);
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let index = 0; index < even; index += 4) {
    const place = start + index;
    first += a[place]! * b[index]!;
    second += a[place + 1]! * b[index + 1]!;
    third += a[place + 2]! * b[index + 2]!;
    fourth += a[place + 3]! * b[index + 3]!;
  }
  for (let index = even; index < length; index++) first += a[start + index]! * b[index]!;
  return first + second + (third + fourth);
}

/** Σ a b. */
export function dot(a: Float64Array, b: Float64Array): number {
  return dotAt(a, 0, b, a.length);
}
