import { stringify } from 'yaml';
import type { Draft, DraftedColumn } from './draft.ts';
import { count, plural } from './format.ts';

export interface DraftFile {
  readonly name: string;
  /** The data's path, as the spec shall name it. */
  readonly source: string;
  readonly draft: Draft;
}

/** The text of a new `model.yaml`: every choice is spelled out, with what it means and what else there is. */
export function draftYaml({ name, source, draft }: DraftFile): string {
  const { task, target, columns } = draft;
  const regression = task === 'regression';
  const features = columns.filter(({ leftOut }) => leftOut === undefined);
  const others = columns.filter(({ leftOut }) => leftOut !== undefined);
  return `# yaml-language-server: $schema=../model.schema.json
# Written by \`millrace init\` after a look at ${plural(draft.rows, 'row')}. Everything here is yours to change:
# \`millrace check ${name}\` tells what does not fit, \`millrace run ${name}\` trains it.
name: ${scalar(name)}

# regression predicts a number, classification a class. Chosen because ${comment(draft.taskReason)}.
task: ${task}

data:
  sources: # csv, tsv, json, ndjson or parquet (also .gz): a file beside this one, a glob, or s3://
    data: ${scalar(source)}
  # where: ${scalar(`${sqlName(target)} ${regression ? '> 0' : 'IS NOT NULL'}`)} # an SQL expression that rows must satisfy
  dedupe: false # true drops equal rows; a list of columns drops rows with equal keys

# The column to predict: ${comment(draft.targetNote)}.
target: ${scalar(target)}

# The columns to learn from. Numbers: a missing value is replaced by the median, then the column is
# scaled to mean 0 and variance 1. Categories: a missing value is replaced by the most frequent one,
# then every value becomes a column of 0 and 1 (one-hot). Other choices, in each line:
#   number:   impute: mean | median | most-frequent | none    scale: standard | min-max | none
#   category: impute: most-frequent | none
features:
${features.map(featureLine).join('\n')}
${others.map(leftOutLine).join('')}${draft.nested.map(nestedLine).join('')}
split:
  test: 0.2 # share of the rows that the model is judged by and never sees in training
  by: ${regression ? 'random' : 'stratified # every class has the same share in both parts; or random'}
  seed: 7 # the same seed and data give the same model, to the byte

train:
  # Candidates are compared by cross-validation, the best is fitted on all training rows. Parameters go
  # beside the model, and a list of values is searched:
  #   ${regression ? '{ model: linear-regression, fitIntercept: [true, false] }' : '{ model: logistic-regression, C: [0.1, 1, 10] }'}
  candidates: [${regression ? 'linear-regression' : 'logistic-regression'}]
  folds: 5
  metric: ${regression ? 'rmse # or mse, mae, r2' : 'auc # or accuracy, precision, recall, f1, logLoss'}

gates: # all must hold, or nothing is registered and what answers stays as it is
  - { metric: ${regression ? 'r2, min: 0' : 'auc, min: 0.5'} } # better than ${regression ? 'always predicting the mean' : 'a coin'}; raise it once you know what is good
  - { beats: champion, metric: ${regression ? 'rmse' : 'auc'} } # not worse than the version that answers now

deploy:
  strategy: immediate # the new version answers at once; manual waits for \`millrace promote ${name}\`

# schedule:
#   retrain: rate(7 days) # or cron(0 6 * * ? *)

monitor:
  capture: 1 # share of the predictions that is kept, to compare with the training data
  drift: { every: rate(1 hour) }
  onDrift: alarm # or retrain
`.replaceAll(/\n{3,}/g, '\n\n');
}

function leftOutLine({ name, kind, leftOut = '' }: DraftedColumn): string {
  return `  # ${scalar(name)}: { kind: ${kind} } # left out: ${comment(leftOut)}\n`;
}

function nestedLine(name: string): string {
  return `  # ${scalar(name)} holds lists or objects, which a model cannot take: make columns of what is in it\n`;
}

function featureLine({ name, kind, note }: DraftedColumn): string {
  return `  ${scalar(name)}: { kind: ${kind} }${note ? ` # ${comment(note)}` : ''}`;
}

/** A text as YAML writes it, on one line and quoted where it must be. A space at its end, such as U+00A0, is part of it. */
function scalar(text: string): string {
  return stringify(text, oneLine).replace(/\n$/, '');
}

const oneLine = {
  lineWidth: 0,
  blockQuote: false,
  singleQuote: false,
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
};

function sqlName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Text that cannot end its comment. */
function comment(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

/** What `init` tells of a draft, in a sentence. */
export function draftSentence({ rows, task, target, columns }: Draft): string {
  const features = columns.filter(({ leftOut }) => leftOut === undefined).length;
  const left = columns.length - features;
  return `${task} of ${target} from ${count(features)} of ${count(columns.length)} columns, ${plural(rows, 'row')}${left > 0 ? `; ${left} left out, with the reason` : ''}`;
}
