const eulerMascheroni = 0.577_215_664_901_532_9;

/** Mean depth of a row in a random tree that sets each of so many apart (Liu, Ting and Zhou, 2008). */
export function averagePathLength(rows: number): number {
  if (rows <= 1) return 0;
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + eulerMascheroni) - (2 * (rows - 1)) / rows;
}
