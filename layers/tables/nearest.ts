/** More names than this are a list that nobody reads. */
const mostNames = 20;

/** What to say of a column that the data lacks: names that are nearly the same, or else those that there are. */
export function unknownColumn(name: string, names: readonly string[]): string {
  const near = names
    .map((one) => ({ one, distance: editDistance(one.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ one }) => one);
  if (near.length > 0) return `the data has no such column: did you mean ${near.join(' or ')}?`;
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `the data has no such column: it has ${names.slice(0, mostNames).join(', ')}${more}`;
}

/** Levenshtein's: insertions, deletions and substitutions that make one word of the other. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}
