import { checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import type { Dense } from '../matrix.ts';
import { type Cell, type Cells, toCells } from '../preprocessing/cells.ts';
import { inputNames } from '../preprocessing/inputNames.ts';
import { type DatePart, partOf } from './parts.ts';
import { type WallClock, wallClockOf } from './wallClock.ts';

export interface DatePartsChoice {
  readonly parts: readonly DatePart[];
  readonly cyclic: boolean;
  readonly timeZone: string;
}

/** The parts of dates, as numbers. */
export class FittedDateParts implements FittedTransformer<Cells> {
  readonly kind = 'date-parts';
  readonly width: number;
  private readonly choice: DatePartsChoice;
  private readonly clock: WallClock;

  constructor(width: number, choice: DatePartsChoice) {
    this.width = width;
    this.choice = choice;
    this.clock = wallClockOf(choice.timeZone);
  }

  /** The parts of a missing date are missing. @throws InvalidInput for what is no date */
  transform(X: Cells): Dense {
    const { rows, columns, cells } = toCells(X);
    checkWidth({ columns }, this.width);
    const own = this.choice.parts.reduce((sum, part) => sum + this.columnsOf(part).length, 0);
    const data = new Float64Array(rows * own * columns);
    for (const [index, { values, codes }] of cells.entries()) {
      // Each date once, however many rows have it.
      const parts = values.map((value) => this.partsOf(value, index));
      const missing = new Float64Array(own).fill(Number.NaN);
      for (let row = 0; row < rows; row++) {
        const code = codes[row]!;
        data.set(code === -1 ? missing : parts[code]!, (row * columns + index) * own);
      }
    }
    return { rows, columns: own * columns, data };
  }

  private partsOf(value: Cell, column: number): Float64Array {
    try {
      const date = new Date(this.clock(value));
      return Float64Array.from(this.choice.parts.flatMap((part) => this.numbersOf(part, date)));
    } catch (error) {
      if (error instanceof InvalidInput) throw new InvalidInput(`in feature ${column}, ${error.message}`);
      throw error;
    }
  }

  private numbersOf(name: DatePart, date: Date): number[] {
    const { of, cycle } = partOf(name);
    const number = of(date);
    if (!cycle || !this.choice.cyclic) return [number];
    const angle = (2 * Math.PI * (number - cycle[0])) / cycle[1];
    return [Math.sin(angle), Math.cos(angle)];
  }

  private columnsOf(part: DatePart): string[] {
    return this.choice.cyclic && partOf(part).cycle ? [`${part}_sin`, `${part}_cos`] : [part];
  }

  /** As `x0_month`, or `x0_month_sin` and `x0_month_cos`. */
  featureNames(inputs?: readonly string[]): string[] {
    const parts = this.choice.parts.flatMap((part) => this.columnsOf(part));
    return inputNames(inputs, this.width).flatMap((name) => parts.map((part) => `${name}_${part}`));
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, width: this.width, choice: this.choice };
  }

  static fromJSON({ width, choice }: ModelDocument): FittedDateParts {
    return new FittedDateParts(width as number, choice as DatePartsChoice);
  }
}
