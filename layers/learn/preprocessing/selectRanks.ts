/**
 * Puts the values of the given ranks where they were if all values were sorted, in place, in time that grows with the number of
 * values: Hoare's FIND (1961), for several ranks at once.
 *
 * @param ranks ascending
 */
export function selectRanks(
  values: Float64Array,
  ranks: readonly number[],
  low = 0,
  high = values.length - 1,
): void {
  if (ranks.length === 0 || low >= high) return;
  if (high - low < 32) {
    insertionSort(values, low, high);
    return;
  }
  const pivot = medianOf(values[low]!, values[(low + high) >> 1]!, values[high]!);
  let [left, right] = [low, high];
  while (left <= right) {
    while (values[left]! < pivot) left++;
    while (values[right]! > pivot) right--;
    if (left > right) break;
    const kept = values[left]!;
    values[left++] = values[right]!;
    values[right--] = kept;
  }
  // What is between them is the pivot.
  selectRanks(
    values,
    ranks.filter((rank) => rank <= right),
    low,
    right,
  );
  selectRanks(
    values,
    ranks.filter((rank) => rank >= left),
    left,
    high,
  );
}

function insertionSort(values: Float64Array, low: number, high: number): void {
  for (let index = low + 1; index <= high; index++) {
    const value = values[index]!;
    let place = index;
    for (; place > low && values[place - 1]! > value; place--) values[place] = values[place - 1]!;
    values[place] = value;
  }
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
