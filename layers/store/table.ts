import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

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

/** The one DynamoDB table, in plain objects. Conditions that do not hold are answers, not errors. */
export class TableClient {
  private readonly client: DynamoDBClient;
  private readonly table: string;

  constructor(table: string, client: DynamoDBClient = new DynamoDBClient({})) {
    this.table = table;
    this.client = client;
  }

  /** Strongly consistent. */
  async get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: marshall(key), ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  }

  /** False when the condition does not hold. */
  async put(item: Item & Key, condition?: string): Promise<boolean> {
    return this.holds(
      new PutItemCommand({
        TableName: this.table,
        Item: marshall(item, { removeUndefinedValues: true }),
        ...(condition && { ConditionExpression: condition }),
      }),
    );
  }

  /** False when the condition does not hold. */
  async update(key: Key, { expression, condition, names, values }: Update): Promise<boolean> {
    return this.holds(
      new UpdateItemCommand({
        TableName: this.table,
        Key: marshall(key),
        UpdateExpression: expression,
        ...(condition && { ConditionExpression: condition }),
        ...(names && { ExpressionAttributeNames: names }),
        ...(values && { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) }),
      }),
    );
  }

  /** Adds to a number and gives the sum. */
  async increment(key: Key, attribute: string, also: Item = {}): Promise<number> {
    const entries = Object.entries(also);
    const { Attributes } = await this.client.send(
      new UpdateItemCommand({
        TableName: this.table,
        Key: marshall(key),
        UpdateExpression: `${entries.length > 0 ? `SET ${entries.map((_, i) => `#s${i} = if_not_exists(#s${i}, :s${i})`).join(', ')} ` : ''}ADD #n :one`,
        ExpressionAttributeNames: { '#n': attribute, ...Object.fromEntries(entries.map(([name], i) => [`#s${i}`, name])) },
        ExpressionAttributeValues: marshall({ ':one': 1, ...Object.fromEntries(entries.map(([, value], i) => [`:s${i}`, value])) }),
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(unmarshall(Attributes!)[attribute]);
  }

  async delete(key: Key): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: this.table, Key: marshall(key) }));
  }

  /** One page of items whose sort key begins with a prefix. */
  async page(query: {
    pk: string;
    prefix?: string;
    between?: readonly [string, string];
    index?: 'gsi1';
    descending?: boolean;
    limit?: number;
    after?: Item | undefined;
  }): Promise<{ items: Item[]; next?: Item }> {
    const { pk, prefix, between, index, descending = false, limit, after } = query;
    const [partition, sort] = index ? ['gsi1pk', 'gsi1sk'] : ['pk', 'sk'];
    const range = between
      ? { text: ' AND #sk BETWEEN :from AND :to', values: { ':from': between[0], ':to': between[1] } }
      : prefix
        ? { text: ' AND begins_with(#sk, :prefix)', values: { ':prefix': prefix } }
        : undefined;
    const input: QueryCommandInput = {
      TableName: this.table,
      KeyConditionExpression: `#pk = :pk${range?.text ?? ''}`,
      ExpressionAttributeNames: { '#pk': partition, ...(range && { '#sk': sort }) },
      ExpressionAttributeValues: marshall({ ':pk': pk, ...range?.values }),
      ScanIndexForward: !descending,
      ...(index ? { IndexName: index } : { ConsistentRead: true }),
      ...(limit && { Limit: limit }),
      ...(after && { ExclusiveStartKey: marshall(after) }),
    };
    const { Items = [], LastEvaluatedKey } = await this.client.send(new QueryCommand(input));
    return { items: Items.map((item) => unmarshall(item)), ...(LastEvaluatedKey && { next: unmarshall(LastEvaluatedKey) }) };
  }

  /** Every item of a query, page by page. */
  async *query(query: Omit<Parameters<TableClient['page']>[0], 'limit' | 'after'>): AsyncGenerator<Item> {
    let after: Item | undefined;
    do {
      const { items, next } = await this.page({ ...query, after });
      yield* items;
      after = next;
    } while (after);
  }

  /** Every item of a query at once. */
  async all(query: Parameters<TableClient['query']>[0]): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this.query(query)) items.push(item);
    return items;
  }

  private async holds(command: PutItemCommand | UpdateItemCommand): Promise<boolean> {
    try {
      await (command instanceof PutItemCommand ? this.client.send(command) : this.client.send(command));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
