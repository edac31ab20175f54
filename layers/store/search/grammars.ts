import type { Comparator, Entity } from './condition.ts';

/** What the filters and orders of one kind of thing may name. */
export interface Grammar {
  readonly entities: readonly Entity[];
  /** Attributes that are text, and those that are numbers. */
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  /** Other names of attributes. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Attributes that IN takes; all texts where it is left out. */
  readonly lists?: readonly string[];
  /** Attributes that an order may name, beside those of a filter. */
  readonly orders?: readonly string[];
}

/** Written before the dot; without one it is an attribute. */
export const entityNames: Readonly<Record<string, Entity>> = {
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  metric: 'metric',
  metrics: 'metric',
  parameter: 'parameter',
  parameters: 'parameter',
  param: 'parameter',
  params: 'parameter',
  tag: 'tag',
  tags: 'tag',
  dataset: 'dataset',
  datasets: 'dataset',
};

const equality: readonly Comparator[] = ['=', '!='];
const patterns: readonly Comparator[] = [...equality, 'LIKE', 'ILIKE'];

/** Comparators of each entity; of an attribute by its type. */
export const comparators = {
  number: [...equality, '<', '<=', '>', '>='],
  text: [...patterns, 'IN', 'NOT IN'],
  parameter: [...patterns, 'IS NULL', 'IS NOT NULL'],
  tag: [...patterns, 'IS NULL', 'IS NOT NULL'],
  dataset: [...patterns, 'IN', 'NOT IN'],
} satisfies Record<string, readonly Comparator[]>;

export const datasetKeys = ['name', 'digest', 'context'];

/** mlflow/utils/search_utils.py, 3.17. */
export const runGrammar: Grammar = {
  entities: ['attribute', 'metric', 'parameter', 'tag', 'dataset'],
  texts: ['run_id', 'run_name', 'status', 'artifact_uri', 'user_id', 'lifecycle_stage', 'experiment_id'],
  numbers: ['start_time', 'end_time'],
  aliases: {
    created: 'start_time',
    Created: 'start_time',
    'run name': 'run_name',
    'Run name': 'run_name',
    'Run Name': 'run_name',
  },
  lists: ['run_id'],
};

export const experimentGrammar: Grammar = {
  entities: ['attribute', 'tag'],
  texts: ['name'],
  numbers: ['creation_time', 'last_update_time'],
  orders: ['experiment_id'],
};

export const modelGrammar: Grammar = {
  entities: ['attribute', 'tag'],
  texts: ['name'],
  numbers: [],
  orders: ['creation_timestamp', 'last_updated_timestamp', 'timestamp'],
  aliases: { timestamp: 'last_updated_timestamp' },
};

export const versionGrammar: Grammar = {
  entities: ['attribute', 'tag'],
  texts: ['name', 'run_id', 'source_path'],
  numbers: ['version_number'],
  lists: ['name', 'run_id'],
  orders: ['creation_timestamp', 'last_updated_timestamp'],
};

/** mlflow/utils/search_logged_model_utils.py, 3.17. */
export const loggedModelGrammar: Grammar = {
  entities: ['attribute', 'metric', 'parameter', 'tag'],
  texts: ['name', 'model_id', 'model_type', 'status', 'source_run_id', 'experiment_id', 'lifecycle_stage'],
  numbers: ['creation_timestamp', 'last_updated_timestamp'],
  aliases: {
    creation_time: 'creation_timestamp',
    creation_timestamp_ms: 'creation_timestamp',
    last_updated_timestamp_ms: 'last_updated_timestamp',
  },
};
