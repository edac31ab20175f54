/** Three points of which the middle one is lowest. */
interface Bracket {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

type Objective = (x: number) => number;

const goldenRatio = (1 + Math.sqrt(5)) / 2;
const goldenSection = 2 - goldenRatio;
/** Relative; below the root of the machine's precision a minimum cannot be told from its neighbours. */
const tolerance = 1.48e-8;

/** A minimum without constraints, as scipy's optimize.brent finds it: bracketed from two points on, then closed in on. */
export function brent(objective: Objective, first: number, second: number): number {
  const { low, middle, high } = bracket(objective, first, second);
  return closeIn(objective, low, high, middle, (x) => tolerance * Math.abs(x) + 1e-11);
}

/** A minimum between two bounds, as scipy's optimize.fminbound finds it. */
export function boundedBrent(objective: Objective, low: number, high: number): number {
  const start = low + goldenSection * (high - low);
  return closeIn(objective, low, high, start, (x) => Math.sqrt(Number.EPSILON) * Math.abs(x) + tolerance / 3);
}

/** Walks downhill in growing steps, or to where a parabola has its minimum, until the way goes up again. */
function bracket(objective: Objective, first: number, second: number): Bracket {
  let [a, b] = objective(first) < objective(second) ? [second, first] : [first, second];
  let [fa, fb] = [objective(a), objective(b)];
  let c = b + goldenRatio * (b - a);
  let fc = objective(c);
  for (let step = 0; fc < fb && step < 1000; step++) {
    const furthest = b + 110 * (c - b);
    const parabola = vertex(a, fa, b, fb, c, fc);
    let u = c + goldenRatio * (c - b);
    if ((parabola - c) * (b - parabola) > 0) {
      const value = objective(parabola);
      if (value < fc) return ordered(b, parabola, c);
      if (value > fb) return ordered(a, b, parabola);
    } else if ((parabola - furthest) * (c - parabola) >= 0) {
      u = parabola;
    } else if ((parabola - furthest) * (furthest - c) >= 0) u = furthest;
    [a, b, c] = [b, c, u];
    [fa, fb, fc] = [fb, fc, objective(u)];
  }
  return ordered(a, b, c);
}

/** Where the parabola through three points has its vertex. */
function vertex(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  const left = (b - a) * (fb - fc);
  const right = (b - c) * (fb - fa);
  const slope = right - left;
  return b - ((b - c) * right - (b - a) * left) / (2 * (Math.abs(slope) < 1e-21 ? 1e-21 : slope));
}

function ordered(a: number, middle: number, c: number): Bracket {
  return { low: Math.min(a, c), middle, high: Math.max(a, c) };
}

/** Parabolic steps where they serve, golden sections where not (Brent, Algorithms for Minimization without Derivatives, 1973). */
function closeIn(
  objective: Objective,
  low: number,
  high: number,
  start: number,
  toleranceAt: (x: number) => number,
): number {
  let [a, b] = [low, high];
  // The lowest point, the one before it, and the one before that.
  let [x, w, v] = [start, start, start];
  let fx = objective(x);
  let [fw, fv] = [fx, fx];
  let [step, before] = [0, 0];
  for (let round = 0; round < 500; round++) {
    const middle = (a + b) / 2;
    const near = toleranceAt(x);
    if (Math.abs(x - middle) <= 2 * near - (b - a) / 2) break;
    let isParabolic = false;
    if (Math.abs(before) > near) {
      const r = (x - w) * (fx - fv);
      const s = (x - v) * (fx - fw);
      const bottom = 2 * (s - r);
      const top = ((x - v) * s - (x - w) * r) * (bottom > 0 ? -1 : 1);
      const scale = Math.abs(bottom);
      isParabolic =
        Math.abs(top) < Math.abs((scale * before) / 2) && top > scale * (a - x) && top < scale * (b - x);
      if (isParabolic) {
        before = step;
        step = top / scale;
        if (x + step - a < 2 * near || b - x - step < 2 * near) step = middle >= x ? near : -near;
      }
    }
    if (!isParabolic) {
      before = x >= middle ? a - x : b - x;
      step = goldenSection * before;
    }
    const u = x + (Math.abs(step) >= near ? step : step >= 0 ? near : -near);
    const fu = objective(u);
    if (fu <= fx) {
      if (u >= x) a = x;
      else b = x;
      [v, w, x] = [w, x, u];
      [fv, fw, fx] = [fw, fx, fu];
      continue;
    }
    if (u < x) a = u;
    else b = u;
    if (fu <= fw || w === x) {
      [v, w] = [w, u];
      [fv, fw] = [fw, fu];
    } else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
  }
  return x;
}
