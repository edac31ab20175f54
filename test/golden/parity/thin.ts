/** About so many of the values, of all columns, and -9 for a missing one: as the scripts beside it keep them. */
export function thin(values: ArrayLike<number>, count = 100): number[] {
  const step = Math.max(1, Math.floor(values.length / count)) | 1;
  return Array.from(values)
    .filter((_, index) => index % step === 0)
    .map((value) => (Number.isNaN(value) ? -9 : value));
}
