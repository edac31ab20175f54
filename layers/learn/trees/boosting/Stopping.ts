import { addTree } from './BoostedTrees.ts';
import type { Loss } from './losses.ts';
import type { BoostingParams } from './parameters.ts';
import type { Rounds, Sample } from './Rounds.ts';
import type { TreeWriter } from './TreeWriter.ts';

/** Ends the rounds when the loss on rows held out, or else on those learned from, has not become better for some. */
export class Stopping {
  readonly #params: BoostingParams;
  readonly #loss: Loss;
  readonly #sample: Sample;
  readonly #isHeldOut: boolean;
  readonly #predictions: readonly Float64Array[];
  readonly #losses: number[];

  constructor(params: BoostingParams, loss: Loss, validation: Sample | undefined, fit: Rounds) {
    this.#params = params;
    this.#loss = loss;
    this.#sample = validation ?? fit.sample;
    this.#isHeldOut = validation !== undefined;
    this.#predictions = validation
      ? Array.from(fit.baseline, (value) => new Float64Array(validation.y.length).fill(value))
      : fit.predictions;
    this.#losses = [this.#mean()];
  }

  after(writer: TreeWriter): number {
    if (this.#isHeldOut) {
      const nodes = writer.read(this.#loss.outputs);
      const { rows, columns, data } = this.#sample.X;
      for (const [output, own] of this.#predictions.entries())
        addTree(nodes, nodes.roots[output]!, data, columns, 0, rows, own, 1, 0);
    }
    const loss = this.#mean();
    this.#losses.push(loss);
    return loss;
  }

  get isOver(): boolean {
    const { nIterNoChange, tol } = this.#params;
    const reference = this.#losses.at(-nIterNoChange - 1);
    return (
      reference !== undefined && this.#losses.slice(-nIterNoChange).every((loss) => loss >= reference - tol)
    );
  }

  #mean(): number {
    const { y, weights } = this.#sample;
    let [sum, total] = [0, 0];
    for (let row = 0; row < y.length; row++) {
      const weight = weights ? weights[row]! : 1;
      sum += weight * this.#loss.lossOf(y[row]!, this.#predictions, row);
      total += weight;
    }
    return sum / total;
  }
}
