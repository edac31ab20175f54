import { InvalidInput } from '../errors.ts';
import { type Dense, type Features, isTable, toDense } from '../matrix.ts';

/** A name, or the position of a column. */
export type Item = string | number;

/** Baskets of items; or a table or matrix of 0 and 1 with a row for each basket and a column for each item. */
export type Transactions = readonly (readonly Item[])[] | OneHot;
type OneHot = Exclude<Features, readonly ArrayLike<number>[]>;

/** Baskets as positions of items, each item once, in ascending order. */
export interface Baskets {
  readonly items: readonly Item[];
  /** Basket b is at positions `starts[b]` up to `starts[b + 1]`. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** @throws InvalidInput when there are no baskets, or an item is neither a text nor a number */
export function basketsOf(transactions: Transactions): Baskets {
  const baskets = Array.isArray(transactions) ? ofLists(transactions) : ofMatrix(transactions as OneHot);
  if (baskets.starts.length > 1) return baskets;
  throw new InvalidInput('there are no transactions: give at least one');
}

function ofLists(transactions: readonly (readonly Item[])[]): Baskets {
  const known = new Set<Item>();
  for (const [basket, items] of transactions.entries()) {
    if (!Array.isArray(items))
      throw new InvalidInput(`transaction ${basket} is ${JSON.stringify(items)}: it must be a list of items`);
    for (const item of items) {
      if (typeof item !== 'string' && !Number.isFinite(item))
        throw new InvalidInput(
          `transaction ${basket} has the item ${String(item)}: items are texts or finite numbers`,
        );
      known.add(item);
    }
  }
  const items = [...known].sort(inOrder);
  const places = new Map(items.map((item, place) => [item, place]));
  return pack(
    items,
    transactions.map((own) => Int32Array.from(new Set(own), (item) => places.get(item)!).sort()),
  );
}

/** Numbers by size before texts by code unit. */
export function inOrder(a: Item, b: Item): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : Number(a > b) - Number(a < b);
}

function ofMatrix(X: OneHot): Baskets {
  const { rows, columns, data }: Dense = toDense(X);
  const odd = data.findIndex((value) => value !== 0 && value !== 1);
  if (odd !== -1)
    throw new InvalidInput(
      `item ${odd % columns} of transaction ${Math.floor(odd / columns)} is ${data[odd]}: it must be 0 or 1`,
    );
  const items: Item[] = isTable(X)
    ? Object.keys(X.columns)
    : Array.from({ length: columns }, (_, item) => item);
  const places = Int32Array.from({ length: columns }, (_, item) => item);
  return pack(
    items,
    Array.from({ length: rows }, (_, row) => places.filter((item) => data[row * columns + item] === 1)),
  );
}

function pack(items: readonly Item[], lists: readonly Int32Array[]): Baskets {
  const starts = new Int32Array(lists.length + 1);
  for (const [basket, list] of lists.entries()) starts[basket + 1] = starts[basket]! + list.length;
  const members = new Int32Array(starts[lists.length]!);
  for (const [basket, list] of lists.entries()) members.set(list, starts[basket]!);
  return { items, starts, members };
}
