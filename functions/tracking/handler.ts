import { handle } from 'hono/aws-lambda';
import { readEnvironment } from '../../layers/runtime/environment.ts';
import { openArtifacts } from '../../layers/store/artifacts.ts';
import { openStore } from '../../layers/store/dynamo.ts';
import { createApp } from './app.ts';

const environment = readEnvironment();

export const handler = handle(createApp(openStore(environment.table), openArtifacts()));
