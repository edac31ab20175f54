/** What a filter asks of a thing. */
export type Condition =
  | { readonly every: readonly Condition[] }
  | { readonly some: readonly Condition[] }
  | Comparison;

export type Comparator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
  | 'IN'
  | 'NOT IN'
  | 'IS NULL'
  | 'IS NOT NULL';

export interface Comparison {
  readonly entity: Entity;
  readonly key: string;
  readonly comparator: Comparator;
  /** Null of IS NULL and IS NOT NULL. */
  readonly value: string | number | readonly string[] | null;
}

export type Entity = 'attribute' | 'metric' | 'parameter' | 'tag' | 'dataset';
