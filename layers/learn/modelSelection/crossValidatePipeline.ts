import { score } from '../metrics/score.ts';
import { fitPipeline, type PipelineOptions } from '../pipeline/FittedPipeline.ts';
import { classesOf, targetValues } from '../pipeline/target.ts';
import { type Table, takeRows } from '../table.ts';
import { kFold } from './split.ts';

/** Metrics of each fold; transformers are fitted anew in each, so that no fold sees what judges it. Classes are stratified. */
export function crossValidatePipeline(
  options: PipelineOptions,
  table: Table,
  { folds, seed }: { folds: number; seed: number },
): Record<string, number>[] {
  const target = table.columns[options.target]!;
  const stratify =
    options.task === 'classification' ? Int32Array.from(targetValues(target, classesOf(target))) : undefined;
  return kFold(table.length, { folds, seed, ...(stratify && { stratify }) }).map(({ train, test }) => {
    const judged = takeRows(table, test);
    const pipeline = fitPipeline(options, takeRows(table, train));
    return score(options.task, judged.columns[options.target]!, pipeline.predict(judged), options.positive);
  });
}
