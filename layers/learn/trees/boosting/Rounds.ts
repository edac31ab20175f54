import { InvalidInput } from '../../errors.ts';
import type { Arena } from '../../kernels/Arena.ts';
import type { Dense } from '../../matrix.ts';
import type { GrownNode } from './GrownTree.ts';
import type { Kernel } from './Kernel.ts';
import type { Loss } from './losses.ts';
import { paddedLength, type Workspace } from './Workspace.ts';
import { weightedQuantile } from './weightedQuantile.ts';

/** Rows with a target that counts. */
export interface Sample {
  readonly X: Dense;
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
}

/** What is predicted for the rows that are learned from, round by round. */
export class Rounds {
  readonly baseline: Float64Array;
  /** Of each output. */
  readonly predictions: readonly Float64Array[];
  readonly sample: Sample;
  readonly #kernel: Kernel;
  readonly #workspace: Workspace;
  readonly #loss: Loss;
  readonly #gradients: Float32Array;
  readonly #hessians: Float32Array;
  readonly #targets: Float32Array | undefined;
  readonly #weights: Float32Array | undefined;
  readonly #largestWeight: number;

  constructor(arena: Arena, kernel: Kernel, workspace: Workspace, sample: Sample, loss: Loss) {
    const { y, weights } = sample;
    const length = paddedLength(y.length);
    const floats = (from?: Float64Array) => {
      const array = arena.allocate(Float32Array, length);
      if (from) array.set(from);
      return array;
    };
    this.sample = sample;
    this.#kernel = kernel;
    this.#workspace = workspace;
    this.#loss = loss;
    this.baseline = loss.baseline(y, weights);
    this.predictions = Array.from(this.baseline, (value) => arena.allocate(Float64Array, length).fill(value));
    this.#gradients = loss.isLogistic ? new Float32Array() : floats();
    this.#hessians = loss.isLogistic ? new Float32Array() : floats();
    this.#targets = loss.isLogistic ? floats(y) : undefined;
    this.#weights = weights && floats(weights);
    this.#largestWeight = this.#weights?.reduce((most, weight) => Math.max(most, weight), 0) ?? 1;
  }

  /** Gradients and hessians of one output as whole numbers, in the workspace. */
  derive(output: number): { gradientUnit: number; hessianUnit: number } {
    const { gradientBits, hessianBits } = this.#workspace;
    if (this.#targets) {
      const gradientScale = scaleOf(this.#largestWeight, gradientBits);
      const hessianScale = scaleOf(this.#largestWeight / 4, hessianBits);
      this.#kernel.logisticGradients(
        this.predictions[output]!,
        this.#targets,
        this.#weights,
        gradientScale,
        hessianScale,
      );
      return { gradientUnit: 1 / gradientScale, hessianUnit: 1 / hessianScale };
    }
    const [gradients, hessians, weights] = [this.#gradients, this.#hessians, this.#weights];
    this.#loss.derivatives(this.sample.y, this.predictions, output, gradients, hessians);
    let [largestGradient, largestHessian] = [0, 0];
    for (let row = 0; row < this.sample.y.length; row++) {
      if (weights) {
        gradients[row]! *= weights[row]!;
        hessians[row]! *= weights[row]!;
      }
      const size = Math.abs(gradients[row]!);
      if (size > largestGradient) largestGradient = size;
      if (hessians[row]! > largestHessian) largestHessian = hessians[row]!;
    }
    if (!Number.isFinite(largestGradient + largestHessian))
      throw new InvalidInput('gradients are not finite: look for huge values in the target, or scale it');
    const [gradientScale, hessianScale] = [
      scaleOf(largestGradient, gradientBits),
      scaleOf(largestHessian, hessianBits),
    ];
    this.#kernel.quantize(gradients, hessians, gradientScale, hessianScale);
    return { gradientUnit: 1 / gradientScale, hessianUnit: 1 / hessianScale };
  }

  /** Takes a tree into what is predicted. */
  add(root: GrownNode, output: number, learningRate: number): void {
    const predictions = this.predictions[output]!;
    const { leafQuantile } = this.#loss;
    const leaves = leavesOf(root);
    if (leafQuantile !== undefined)
      for (const leaf of leaves) leaf.value = this.#restOf(leaf, predictions, leafQuantile);
    this.#kernel.addLeaves(
      predictions,
      leaves.map(({ from, to, value }) => ({ from, to, value: value * learningRate })),
    );
  }

  #restOf({ from, to }: GrownNode, predictions: Float64Array, quantile: number): number {
    const { y, weights } = this.sample;
    const rows = this.#workspace.index.subarray(from, to);
    const rest = Float64Array.from(rows, (row) => y[row]! - predictions[row]!);
    return weightedQuantile(rest, weights && Float64Array.from(rows, (row) => weights[row]!), quantile);
  }
}

function leavesOf(node: GrownNode): GrownNode[] {
  return node.split ? [...leavesOf(node.split.left), ...leavesOf(node.split.right)] : [node];
}

/** The power of 2 that makes a number of some bits of the largest value. */
function scaleOf(largest: number, bits: number): number {
  if (largest === 0) return 1;
  // Not beyond what 32 bits of floating point can hold.
  return 2 ** Math.max(-120, Math.min(120, bits - Math.ceil(Math.log2(largest))));
}
