#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// What the SDK says of this Node is for developers, on every command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
register();
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    // A reader such as `head` may leave before the end.
    if (error.code !== 'EPIPE') throw error;
  });
}
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
