/**
 * Forces between points of the plane, over a tree of boxes.
 *
 * @param points x and y of each, in order of the leaves
 * @param nodes six numbers each: x and y of the mean, points, squared diagonal, and of a leaf the first point, else -1
 * @param nextNodes i32: where a walk goes on that does not go into a node
 * @param squaredAngle below which share of the squared distance a squared diagonal counts as a point
 * @param forces x and y for each point
 * @returns Σ 1 / (1 + squared distance) over all pairs, each point with itself among them
 */
export function repel(
  points: usize,
  count: usize,
  nodes: usize,
  nodeCount: usize,
  nextNodes: usize,
  squaredAngle: f64,
  forces: usize,
): f64 {
  let total: f64 = 0;
  for (let point: usize = 0; point < count; point++) {
    const x = load<f64>(points + (point << 4));
    const y = load<f64>(points + (point << 4), 8);
    let sum: f64 = 0;
    let forceX: f64 = 0;
    let forceY: f64 = 0;
    let node: usize = 0;
    while (node < nodeCount) {
      const at = nodes + node * 48;
      const dx = x - load<f64>(at);
      const dy = y - load<f64>(at, 8);
      const square = dx * dx + dy * dy;
      if (load<f64>(at, 24) < squaredAngle * square) {
        const q = 1 / (1 + square);
        const share = load<f64>(at, 16) * q;
        sum += share;
        forceX += share * q * dx;
        forceY += share * q * dy;
      } else {
        const first = load<f64>(at, 32);
        if (first < 0) {
          node++;
          continue;
        }
        let other = points + ((<usize>first) << 4);
        const end = other + ((<usize>load<f64>(at, 16)) << 4);
        for (; other < end; other += 16) {
          const ex = x - load<f64>(other);
          const ey = y - load<f64>(other, 8);
          const q = 1 / (1 + (ex * ex + ey * ey));
          sum += q;
          forceX += q * q * ex;
          forceY += q * q * ey;
        }
      }
      node = load<u32>(nextNodes + (node << 2));
    }
    store<f64>(forces + (point << 4), forceX);
    store<f64>(forces + (point << 4), forceY, 8);
    total += sum;
  }
  return total;
}
