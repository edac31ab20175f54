import type { createServer } from 'node:http';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { region } from './assembly/identity.ts';
import type { Resource } from './assembly/Template.ts';

/** DynamoDB in a folder of this machine. */
export interface Database {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts dynalite and makes the tables of the assembly that are not there yet. */
export async function openDatabase(folder: string, tables: readonly Resource[]): Promise<Database> {
  const server = dynalite({
    path: folder,
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  }) as ReturnType<typeof createServer>;
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve()),
  );
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
