import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Transient } from '../contracts/errors.ts';
import { calling } from './transient.ts';

export type Item = Record<string, unknown>;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface Update {
  readonly expression: string;
  readonly condition?: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

export interface Query {
  readonly pk: string;
  /** Beginning of the sort keys. */
  readonly prefix?: string;
  /** First and last sort key. */
  readonly between?: readonly [string, string];
  readonly index?: 'gsi1';
  readonly descending?: boolean;
  /** At most so many items. */
  readonly limit?: number;
}

/** Requests in one BatchWriteItem, and keys in one BatchGetItem. */
const batchSize = 25;
const keysPerGet = 100;
const batchAttempts = 8;

/** The one DynamoDB table, in plain objects. Conditions that do not hold are answers, not errors. */
export class TableClient {
  private readonly client: DynamoDBClient;
  private readonly table: string;
  /** Before every partition key. */
  private readonly scope: string;

  constructor(table: string, client: DynamoDBClient = new DynamoDBClient({}), scope = '') {
    this.table = table;
    this.client = client;
    this.scope = scope;
  }

  /** The same table as somebody sees it who has a part of it to himself: no key of one scope is one of another. */
  within(scope: string): TableClient {
    return new TableClient(this.table, this.client, `${scope}${this.scope}`);
  }

  /** Strongly consistent. */
  async get({ pk, sk }: Key): Promise<Item | undefined> {
    const command = new GetItemCommand({
      TableName: this.table,
      Key: this.keyOf({ pk, sk }),
      ConsistentRead: true,
    });
    const { Item } = await calling('DynamoDB', () => this.client.send(command));
    return Item && this.unscoped(Item);
  }

  /** False when the condition does not hold. */
  async put(item: Item & Key, condition?: string): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.table,
      Item: this.itemOf(item),
      ...(condition && { ConditionExpression: condition }),
    });
    return holds(() => this.client.send(command));
  }

  /** Writes many items, in no order and not as one. */
  async putAll(items: readonly (Item & Key)[]): Promise<void> {
    for (let start = 0; start < items.length; start += batchSize) {
      let pending: WriteRequest[] = items
        .slice(start, start + batchSize)
        .map((item) => ({ PutRequest: { Item: this.itemOf(item) } }));
      for (let attempt = 0; pending.length > 0; attempt++) {
        if (attempt === batchAttempts) throw new Transient('DynamoDB did not take all items: try again');
        if (attempt > 0) await pause(attempt * 50);
        const command = new BatchWriteItemCommand({ RequestItems: { [this.table]: pending } });
        const { UnprocessedItems } = await calling('DynamoDB', () => this.client.send(command));
        pending = UnprocessedItems?.[this.table] ?? [];
      }
    }
  }

  /** False when the condition does not hold. */
  async update({ pk, sk }: Key, { expression, condition, names, values }: Update): Promise<boolean> {
    const command = new UpdateItemCommand({
      TableName: this.table,
      Key: this.keyOf({ pk, sk }),
      UpdateExpression: expression,
      ...(condition && { ConditionExpression: condition }),
      ...(names && { ExpressionAttributeNames: names }),
      ...(values && { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) }),
    });
    return holds(() => this.client.send(command));
  }

  /** Adds one to a counter and gives the sum. */
  async increment({ pk, sk }: Key, attribute: string): Promise<number> {
    const command = new UpdateItemCommand({
      TableName: this.table,
      Key: this.keyOf({ pk, sk }),
      UpdateExpression: 'ADD #n :one',
      ExpressionAttributeNames: { '#n': attribute },
      ExpressionAttributeValues: marshall({ ':one': 1 }),
      ReturnValues: 'UPDATED_NEW',
    });
    const { Attributes } = await calling('DynamoDB', () => this.client.send(command));
    return Number(unmarshall(Attributes!)[attribute]);
  }

  /** Items of many keys, strongly consistent; without those that are not there, in no order. */
  async getAll(keys: readonly Key[]): Promise<Item[]> {
    const batches = Array.from({ length: Math.ceil(keys.length / keysPerGet) }, (_, batch) =>
      keys.slice(batch * keysPerGet, (batch + 1) * keysPerGet),
    );
    const found: Item[] = [];
    // A few at once: as fast as it gets, and no thousand open requests.
    const workers = Array.from({ length: Math.min(4, batches.length) }, async () => {
      for (let batch = batches.pop(); batch; batch = batches.pop())
        found.push(...(await this.getBatch(batch)));
    });
    await Promise.all(workers);
    return found;
  }

  private async getBatch(keys: readonly Key[]): Promise<Item[]> {
    const found: Item[] = [];
    let pending = keys.map((key) => this.keyOf(key));
    for (let attempt = 0; pending.length > 0; attempt++) {
      if (attempt === batchAttempts) throw new Transient('DynamoDB did not give all items: try again');
      if (attempt > 0) await pause(attempt * 50);
      const command = new BatchGetItemCommand({
        RequestItems: { [this.table]: { Keys: pending, ConsistentRead: true } },
      });
      const { Responses, UnprocessedKeys } = await calling('DynamoDB', () => this.client.send(command));
      for (const item of Responses?.[this.table] ?? []) found.push(this.unscoped(item));
      pending = UnprocessedKeys?.[this.table]?.Keys ?? [];
    }
    return found;
  }

  /** Nothing happens when there is no such item. False when the condition does not hold. */
  async delete(key: Key, condition?: string, values?: Record<string, unknown>): Promise<boolean> {
    const command = new DeleteItemCommand({
      TableName: this.table,
      Key: this.keyOf(key),
      ...(condition && { ConditionExpression: condition }),
      ...(values && { ExpressionAttributeValues: marshall(values) }),
    });
    return holds(() => this.client.send(command));
  }

  private keyOf({ pk, sk }: Key): Record<string, AttributeValue> {
    return marshall({ pk: this.scope + pk, sk });
  }

  private itemOf(item: Item & Key): Record<string, AttributeValue> {
    const { gsi1pk } = item;
    const scoped = {
      ...item,
      pk: this.scope + item.pk,
      ...(typeof gsi1pk === 'string' && { gsi1pk: this.scope + gsi1pk }),
    };
    return marshall(scoped, { removeUndefinedValues: true });
  }

  private unscoped(attributes: Record<string, AttributeValue>): Item {
    const item = unmarshall(attributes);
    return { ...item, pk: String(item.pk).slice(this.scope.length) };
  }

  /** Items of a query, fetched page by page; consistent except on the index. */
  async *query({ pk, prefix, between, index, descending = false, limit }: Query): AsyncGenerator<Item> {
    const [partition, sort] = index ? ['gsi1pk', 'gsi1sk'] : ['pk', 'sk'];
    const range = between
      ? { text: ' AND #sk BETWEEN :from AND :to', values: { ':from': between[0], ':to': between[1] } }
      : prefix
        ? { text: ' AND begins_with(#sk, :prefix)', values: { ':prefix': prefix } }
        : undefined;
    let left = limit ?? Number.POSITIVE_INFINITY;
    let start: Record<string, unknown> | undefined;
    do {
      const command = new QueryCommand({
        TableName: this.table,
        KeyConditionExpression: `#pk = :pk${range?.text ?? ''}`,
        ExpressionAttributeNames: { '#pk': partition!, ...(range && { '#sk': sort! }) },
        ExpressionAttributeValues: marshall({ ':pk': this.scope + pk, ...range?.values }),
        ScanIndexForward: !descending,
        ...(index ? { IndexName: index } : { ConsistentRead: true }),
        ...(Number.isFinite(left) && { Limit: left }),
        ...(start && { ExclusiveStartKey: marshall(start) }),
      });
      const { Items = [], LastEvaluatedKey } = await calling('DynamoDB', () => this.client.send(command));
      for (const item of Items) yield this.unscoped(item);
      left -= Items.length;
      start = LastEvaluatedKey && unmarshall(LastEvaluatedKey);
    } while (start && left > 0);
  }

  /** Items of a query at once. */
  async all(query: Query): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this.query(query)) items.push(item);
    return items;
  }
}

async function holds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await calling('DynamoDB', write);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Waits a random part of some milliseconds, so that contenders part. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * milliseconds));
}
