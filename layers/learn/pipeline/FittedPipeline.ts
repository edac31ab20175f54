import { InvalidInput } from '../errors.ts';
import type {
  ModelDocument,
  ProbabilisticClassifier,
  ProbabilisticModel,
  RegressionModel,
  Regressor,
} from '../estimator.ts';
import { loadModel } from '../loaders.ts';
import {
  type ColumnSpec,
  type FittedColumn,
  featureNames,
  fitColumn,
} from '../preprocessing/FittedColumn.ts';
import { transform } from '../preprocessing/transform.ts';
import type { Table } from '../table.ts';
import type { Prediction } from './prediction.ts';
import { tableOf } from './records.ts';
import { classesOf, targetValues } from './target.ts';

export interface PipelineOptions {
  readonly task: 'regression' | 'classification';
  readonly target: string;
  readonly columns: readonly ColumnSpec[];
  readonly estimator: Regressor | ProbabilisticClassifier;
  /** Class that counts as positive in metrics; the last in order by default. */
  readonly positive?: string;
}

/** What a model takes and gives. */
export interface Signature {
  readonly inputs: readonly {
    readonly name: string;
    readonly kind: 'number' | 'category';
    /** False when a missing value is imputed. */
    readonly required: boolean;
    readonly categories?: readonly string[];
  }[];
  readonly output:
    | { readonly kind: 'number' }
    | { readonly kind: 'class'; readonly classes: readonly string[] };
}

/** A fitted pipeline as plain, versioned JSON: loading it runs no code of it. */
export interface PipelineDocument {
  readonly format: 'millrace-pipeline';
  readonly version: 1;
  readonly task: PipelineOptions['task'];
  readonly target: string;
  readonly columns: readonly FittedColumn[];
  readonly classes?: readonly string[];
  readonly model: ModelDocument;
}

/** Fits transformers and estimator on the rows of a table as one object. */
export function fitPipeline(
  { task, target, columns, estimator }: PipelineOptions,
  table: Table,
): FittedPipeline {
  const wanted = task === 'regression' ? 'regressor' : 'classifier';
  if (estimator.type !== wanted)
    throw new InvalidInput(`${estimator.kind} does not do ${task}: choose another candidate`);
  const column = table.columns[target];
  if (!column) throw new InvalidInput(`there is no target column ${JSON.stringify(target)}`);
  const fitted = columns.map((spec) => fitColumn(spec, table.columns[spec.name]));
  const classes = task === 'classification' ? classesOf(column) : undefined;
  const model = estimator.fit(transform(fitted, table), targetValues(column, classes));
  return new FittedPipeline(task, target, fitted, model, classes);
}

/** Fitted transformers and model: the one implementation that training, serving, batch and monitoring share. */
export class FittedPipeline {
  readonly task: PipelineOptions['task'];
  readonly target: string;
  readonly columns: readonly FittedColumn[];
  readonly model: RegressionModel | ProbabilisticModel;
  readonly classes: readonly string[] | undefined;

  constructor(
    task: PipelineOptions['task'],
    target: string,
    columns: readonly FittedColumn[],
    model: FittedPipeline['model'],
    classes?: readonly string[],
  ) {
    this.task = task;
    this.target = target;
    this.columns = columns;
    this.model = model;
    this.classes = classes;
  }

  get signature(): Signature {
    return {
      inputs: this.columns.map((column) => ({
        name: column.name,
        kind: column.kind,
        required: column.fill === null,
        ...(column.kind === 'category' && { categories: column.categories }),
      })),
      output: this.classes ? { kind: 'class', classes: this.classes } : { kind: 'number' },
    };
  }

  /** Names of the columns that the model sees. */
  get featureNames(): string[] {
    return this.columns.flatMap(featureNames);
  }

  predict(table: Table): Prediction {
    const X = transform(this.columns, table);
    if (!('predictProba' in this.model)) return { values: this.model.predict(X) };
    const { rows, columns, data } = this.model.predictProba(X);
    const classes = [...this.classes!];
    const probabilities = classes.map((_, code) =>
      Float64Array.from({ length: rows }, (__, row) => data[row * columns + code]!),
    );
    // The first of equals.
    const likeliest = (row: number) =>
      classes.reduce(
        (best, _, code) => (probabilities[code]![row]! > probabilities[best]![row]! ? code : best),
        0,
      );
    return {
      values: Array.from({ length: rows }, (_, row) => classes[likeliest(row)]!),
      probabilities,
      classes,
    };
  }

  /** The serving path: rows as they come in requests. @throws InvalidInput with every fault of the rows */
  predictRecords(rows: readonly Readonly<Record<string, unknown>>[]): Prediction {
    return this.predict(this.toTable(rows));
  }

  /** @throws InvalidInput with every fault of the rows */
  toTable(rows: readonly Readonly<Record<string, unknown>>[]): Table {
    return tableOf(this.columns, rows);
  }

  toJSON(): PipelineDocument {
    const { task, target, columns, classes } = this;
    return {
      format: 'millrace-pipeline',
      version: 1,
      task,
      target,
      columns,
      ...(classes && { classes }),
      model: this.model.toJSON(),
    };
  }

  static fromJSON(document: unknown): FittedPipeline {
    const { format, version, task, target, columns, classes, model } = document as PipelineDocument;
    if (format !== 'millrace-pipeline' || version !== 1) {
      throw new InvalidInput(
        `this is not a pipeline that this version can load: its format is ${JSON.stringify(format)}, version ${JSON.stringify(version)}`,
      );
    }
    return new FittedPipeline(task, target, columns, loadModel<FittedPipeline['model']>(model), classes);
  }
}
