#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// Node 20 is supported here for as long as it is by the pinned SDK, which would say so at every start.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
