/**
 * A Lambda execution environment: loads the bundle once and calls its handler. What it prints goes to the runner, as it
 * would to CloudWatch Logs.
 */
const entry = process.argv[2];
const post = (message) => process.send(message);

// The terminal's Ctrl-C reaches the runner's whole group; the runner says when to end.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));
process.on('uncaughtExceptionMonitor', (error) => post({ fault: String(error?.message ?? error) }));

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

process.on('message', async (message) => {
  // A function that listens exits by itself when it has written what it holds.
  if (message.stop) {
    if (!process.emit('SIGTERM')) process.exit(0);
  } else post({ id: message.id, ...(await invoke(message)) });
});
