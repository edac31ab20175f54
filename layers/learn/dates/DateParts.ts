import { checkSize, refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Check, checkParameters, flag } from '../parameters.ts';
import { type Cells, toCells } from '../preprocessing/cells.ts';
import { FittedDateParts } from './FittedDateParts.ts';
import { type DatePart, datePartNames } from './parts.ts';

export interface DatePartsOptions {
  /** Year, quarter, month, week, day, dayOfYear, weekday, isWeekend, hour and minute, or some of them. @default all but week and minute */
  readonly parts?: readonly DatePart[];
  /** Parts that come round become a sine and a cosine, so that December is next to January. @default false */
  readonly cyclic?: boolean;
  /** Whose clock is read, as 'Europe/Berlin'. A text without its distance from UTC is taken as it stands. @default 'UTC' */
  readonly timeZone?: string;
}

const names: Check = (value) =>
  Array.isArray(value) &&
  value.length > 0 &&
  new Set(value).size === value.length &&
  value.every((name) => datePartNames.includes(name))
    ? undefined
    : `must be a list of ${datePartNames.join(', ')}, each once`;
const zone: Check = (value) => {
  try {
    return typeof value === 'string' && new Intl.DateTimeFormat('en-US', { timeZone: value })
      ? undefined
      : 'must be the name of a time zone';
  } catch {
    return 'must be the name of a time zone, as Europe/Berlin';
  }
};

/**
 * Parts of dates as numbers to learn from. Dates are ISO texts or milliseconds since 1970.
 *
 * @example new DateParts({ parts: ['year', 'month'] }).fit([['2024-02-29']]).transform([['2024-02-29']]).data // [2024, 2]
 */
export class DateParts implements Transformer<Cells> {
  static readonly parameters = { parts: names, cyclic: flag, timeZone: zone };
  readonly kind = 'date-parts';
  readonly type = 'transformer';
  readonly params: Required<DatePartsOptions>;

  constructor({
    parts = ['year', 'quarter', 'month', 'day', 'dayOfYear', 'weekday', 'isWeekend', 'hour'],
    cyclic = false,
    timeZone = 'UTC',
  }: DatePartsOptions = {}) {
    this.params = { parts, cyclic, timeZone };
  }

  /** Learns nothing but the number of columns; it reads the dates, so that a wrong one shows early. */
  fit(X: Cells, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedDateParts {
    checkParameters(this.kind, this.params, DateParts.parameters);
    refuseWeights(this.kind, sampleWeight);
    const { rows, columns } = toCells(X);
    checkSize({ rows, columns });
    const model = new FittedDateParts(columns, this.params);
    model.transform(X);
    return model;
  }
}
