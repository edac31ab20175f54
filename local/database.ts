import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { region } from './assembly/identity.ts';
import type { Resource } from './assembly/Template.ts';

/** DynamoDB in a folder of this machine. */
export interface Database {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts dynalite and makes the tables of the assembly that are not there yet. */
export async function openDatabase(folder: string, tables: readonly Resource[]): Promise<Database> {
  const worker = new Worker(new URL('./database.worker.mjs', import.meta.url), {
    workerData: { folder },
    execArgv: [],
  });
  const exited = once(worker, 'exit');
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const { ref, properties } of tables.filter((table) => !TableNames.includes(table.ref))) {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } =
      properties as unknown as CreateTableCommandInput;
    await client.send(
      new CreateTableCommand({
        TableName: ref,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema,
        AttributeDefinitions,
        ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
      }),
    );
  }
  client.destroy();
  return {
    url,
    async close() {
      worker.postMessage('close');
      await exited;
    },
  };
}
