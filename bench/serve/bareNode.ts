import { join } from 'node:path';
import { freePort, Server } from '../../test/cloud/processes.ts';
import type { Endpoint } from './load.ts';

/** A server that answers always the same, at once: what this machine and the load generator take by themselves. */
export async function startBareNode(folder: string): Promise<{ endpoint: Endpoint; stop(): Promise<void> }> {
  const port = await freePort();
  const script = `
    require('node:http')
      .createServer((request, response) => {
        request.resume().on('end', () => {
          response.setHeader('content-type', 'application/json');
          response.end('{"predictions":[]}');
        });
      })
      .listen(${port}, '127.0.0.1');`;
  const server = new Server(process.execPath, ['--eval', script], {
    environment: { ...process.env },
    log: join(folder, 'bare-node.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await server.ready(url, 20).catch((error: unknown) => {
    server.kill();
    throw error;
  });
  return { endpoint: { name: 'bare Node', url, headers: {} }, stop: () => server.stop() };
}
