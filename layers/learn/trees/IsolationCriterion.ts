import type { Criterion } from './Criterion.ts';
import type { Sample } from './Sample.ts';

/** Minimizes nothing: every split is as good as another, and a leaf knows its rows. */
export class IsolationCriterion implements Criterion {
  weight = 0;
  readonly impurity = 0;
  isPure = false;
  readonly pureClass = -1;
  readonly gain = 0;
  readonly bins = Int32Array.of(0, 1);

  enter(_: Sample, start: number, end: number): void {
    this.weight = end - start;
    this.isPure = end - start < 2;
  }

  writeValue(values: Float64Array, offset: number): void {
    values[offset] = this.weight;
  }

  /** Is asked for random splits only, which are in two parts. */
  group(): number {
    return 2;
  }

  part(): void {}

  scan(_groups: number, _isLastLeft: boolean, floor: number): number {
    return floor < 0 ? 0 : -1;
  }
}
