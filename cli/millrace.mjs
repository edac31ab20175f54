#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// What the SDK says of this Node is for developers, on every command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
