import { parentPort, workerData } from 'node:worker_threads';

/**
 * A Lambda execution environment: loads the bundle once and calls its handler. In a worker thread what it prints goes
 * to the runner line by line, as it would to CloudWatch Logs; a process has pipes for that.
 */
const entry = parentPort ? workerData.entry : process.argv[2];
const post = parentPort ? (message) => parentPort.postMessage(message) : (message) => process.send(message);

if (parentPort) {
  const say = (text) => {
    for (const line of String(text).split('\n')) if (line !== '') post({ line });
  };
  process.stdout.write = (chunk, _encoding, done) => {
    say(chunk);
    if (typeof done === 'function') done();
    return true;
  };
  process.stderr.write = process.stdout.write;
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
    console[level] = (...values) =>
      say(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' '));
  }
} else {
  // The terminal's Ctrl-C reaches the runner's whole group; the runner says when to end.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit(0));
  process.on('uncaughtExceptionMonitor', (error) => post({ fault: String(error?.message ?? error) }));
}

let loading;

async function invoke({ event, context }) {
  loading ??= import(entry);
  try {
    const { handler } = await loading;
    const deadline = context.deadline;
    const result = await handler(JSON.parse(event), {
      ...context,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    });
    return { result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    const known = error instanceof Error;
    return {
      error: {
        errorType: known ? error.name : typeof error,
        errorMessage: known ? error.message : String(error),
        trace: known ? String(error.stack).split('\n') : [],
      },
    };
  }
}

(parentPort ?? process).on('message', async (message) => {
  // A function that listens exits by itself when it has written what it holds.
  if (message.stop) {
    if (!process.emit('SIGTERM')) process.exit(0);
  } else post({ id: message.id, ...(await invoke(message)) });
});
