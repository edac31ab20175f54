import type { Arena } from '../kernels/Arena.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { repulsionBinary } from '../kernels/repulsion.wasm.ts';

/** Points that are looked at one by one. */
const leafPoints = 4;

interface RepulsionKernel {
  repel(
    points: number,
    count: number,
    nodes: number,
    nodeCount: number,
    nextNodes: number,
    squaredAngle: number,
    forces: number,
  ): number;
}

/** Numbers of a node: its points' mean, how many they are, their box's diagonal squared, and -1 or, of a leaf, its first point. */
const nodeNumbers = 6;

/**
 * Points of the plane in boxes within boxes (Barnes and Hut, 1986). Boxes are as small as their points allow. Nodes lie in the
 * order of a walk, each with the place behind its last descendant, so that a walk needs no stack.
 */
export class QuadTree {
  private readonly count: number;
  private readonly kernel: RepulsionKernel | undefined;
  /** x and y, in order of the leaves. */
  private readonly points: Float64Array;
  /** Of the points, in order of the leaves. */
  private readonly order: Int32Array;
  private readonly nodes: Float64Array;
  /** Where a walk goes on that does not go into a node. */
  private readonly nextNodes: Int32Array;
  private readonly forces: Float64Array;
  private nodeCount = 0;

  /** @param arena a plain one for the kernel's twin, which gives the same */
  constructor(count: number, arena: Arena) {
    this.count = count;
    this.kernel = instantiate<RepulsionKernel>(repulsionBinary, arena);
    this.points = arena.allocate(Float64Array, 2 * count);
    this.order = Int32Array.from({ length: count }, (_, point) => point);
    this.nodes = arena.allocate(Float64Array, 2 * count * nodeNumbers);
    this.nextNodes = arena.allocate(Int32Array, 2 * count);
    this.forces = arena.allocate(Float64Array, 2 * count);
  }

  /**
   * Writes Σ q² (y - y') for each point, with q = 1 / (1 + |y - y'|²) over all others. A box that is seen at a smaller angle
   * counts as one point.
   *
   * @returns Σ q over all pairs
   */
  repel(embedding: Float64Array, angle: number, out: Float64Array): number {
    const { count, points, order, forces } = this;
    for (let place = 0; place < count; place++) {
      points[2 * place] = embedding[2 * order[place]!]!;
      points[2 * place + 1] = embedding[2 * order[place]! + 1]!;
    }
    this.nodeCount = 0;
    this.build(0, count);
    // Each point met itself.
    const total = this.sumForces(angle * angle) - count;
    for (let place = 0; place < count; place++) {
      out[2 * order[place]!] = forces[2 * place]!;
      out[2 * order[place]! + 1] = forces[2 * place + 1]!;
    }
    return total;
  }

  private sumForces(squaredAngle: number): number {
    if (!this.kernel) return this.sumPlainly(squaredAngle);
    return this.kernel.repel(
      this.points.byteOffset,
      this.count,
      this.nodes.byteOffset,
      this.nodeCount,
      this.nextNodes.byteOffset,
      squaredAngle,
      this.forces.byteOffset,
    );
  }

  /** The kernel's twin. */
  private sumPlainly(squaredAngle: number): number {
    const { count, points, nodes, nextNodes, nodeCount, forces } = this;
    let total = 0;
    for (let point = 0; point < count; point++) {
      const [x, y] = [points[2 * point]!, points[2 * point + 1]!];
      let [sum, forceX, forceY] = [0, 0, 0];
      for (let node = 0; node < nodeCount; ) {
        const at = node * nodeNumbers;
        const [dx, dy] = [x - nodes[at]!, y - nodes[at + 1]!];
        const square = dx * dx + dy * dy;
        const first = nodes[at + 4]!;
        if (nodes[at + 3]! < squaredAngle * square) {
          const q = 1 / (1 + square);
          const share = nodes[at + 2]! * q;
          sum += share;
          forceX += share * q * dx;
          forceY += share * q * dy;
        } else if (first >= 0) {
          const end = first + nodes[at + 2]!;
          for (let other = first; other < end; other++) {
            const [ex, ey] = [x - points[2 * other]!, y - points[2 * other + 1]!];
            const q = 1 / (1 + (ex * ex + ey * ey));
            sum += q;
            forceX += q * q * ex;
            forceY += q * q * ey;
          }
        } else {
          node++;
          continue;
        }
        node = nextNodes[node]!;
      }
      forces[2 * point] = forceX;
      forces[2 * point + 1] = forceY;
      total += sum;
    }
    return total;
  }

  private build(start: number, end: number): void {
    const { points, nodes, nextNodes } = this;
    const node = this.nodeCount++;
    let [left, right, bottom, top] = [
      points[2 * start]!,
      points[2 * start]!,
      points[2 * start + 1]!,
      points[2 * start + 1]!,
    ];
    let [sumX, sumY] = [0, 0];
    for (let place = start; place < end; place++) {
      const x = points[2 * place]!;
      const y = points[2 * place + 1]!;
      sumX += x;
      sumY += y;
      if (x < left) left = x;
      else if (x > right) right = x;
      if (y < bottom) bottom = y;
      else if (y > top) top = y;
    }
    const square = (right - left) ** 2 + (top - bottom) ** 2;
    const isLeaf = end - start <= leafPoints || square === 0;
    const at = node * nodeNumbers;
    nodes[at] = sumX / (end - start);
    nodes[at + 1] = sumY / (end - start);
    nodes[at + 2] = end - start;
    nodes[at + 3] = square;
    nodes[at + 4] = isLeaf ? start : -1;
    if (!isLeaf) {
      const middleX = left + (right - left) / 2;
      const middleY = bottom + (top - bottom) / 2;
      const split = this.partition(start, end, 0, middleX);
      for (const [from, to] of [
        [start, split],
        [split, end],
      ] as const) {
        if (from === to) continue;
        const half = this.partition(from, to, 1, middleY);
        if (from < half) this.build(from, half);
        if (half < to) this.build(half, to);
      }
    }
    nextNodes[node] = this.nodeCount;
  }

  /** Points up to the border first. @returns where the others begin */
  private partition(start: number, end: number, axis: 0 | 1, border: number): number {
    const { points, order } = this;
    let split = start;
    for (let place = start; place < end; place++) {
      if (points[2 * place + axis]! > border) continue;
      if (place !== split) {
        for (const at of [0, 1]) {
          const kept = points[2 * place + at]!;
          points[2 * place + at] = points[2 * split + at]!;
          points[2 * split + at] = kept;
        }
        const kept = order[place]!;
        order[place] = order[split]!;
        order[split] = kept;
      }
      split++;
    }
    return split;
  }
}
