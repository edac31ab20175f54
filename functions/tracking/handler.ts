import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { handle } from 'hono/aws-lambda';
import { fileServer, readEnvironment } from '../../layers/runtime/environment.ts';
import { openArtifacts } from '../../layers/store/artifacts.ts';
import { openStore } from '../../layers/store/dynamo.ts';
import { openTransfers } from '../../layers/store/openTransfers.ts';
import { createApp, filesOf } from './app.ts';
import { isBytes } from './isBytes.ts';
import { createWorkspaces } from './workspaces.ts';

const { table, artifacts: base } = readEnvironment();
const client = new DynamoDBClient({});
const artifacts = openArtifacts();
const transfers = openTransfers(fileServer());

export const handler = handle(
  createWorkspaces((workspace) =>
    createApp(openStore(table, client, workspace), filesOf(artifacts, transfers, base, workspace)),
  ),
  { isContentTypeBinary: isBytes },
);
