import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';

/** Dynalite in a thread of its own, so that its work never delays an answer of the gateway. */
const server = dynalite({ path: workerData.folder, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
server.listen(0, '127.0.0.1', () => parentPort.postMessage({ port: server.address().port }));
parentPort.once('message', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
