// An execution environment: loads a handler once, then answers events, one at a time.
// Lines of JSON come on standard input; answers go to the file descriptor that the first argument names.
import { existsSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const answers = Number(process.argv[2]);
const env = process.env;

/** Log first, then the answer: who has the answer has the whole log. */
function answer(message) {
  process.stdout.write('\0end\n');
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(answers, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

function failure(error) {
  const isError = error instanceof Error;
  return {
    ok: false,
    body: {
      errorType: isError ? error.name : typeof error,
      errorMessage: isError ? error.message : String(error),
      trace: isError ? (error.stack ?? '').split('\n') : [],
    },
  };
}

async function load(handler) {
  const at = handler.lastIndexOf('.');
  const stem = resolve(env.LAMBDA_TASK_ROOT, handler.slice(0, at));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => stem + extension).find((name) => existsSync(name));
  if (!file) {
    throw Object.assign(new Error(`there is no ${stem} in ${join(dirname(stem))}`), {
      name: 'Runtime.ImportModuleError',
    });
  }
  const module = await import(pathToFileURL(file).href);
  const found = module[handler.slice(at + 1)] ?? module.default?.[handler.slice(at + 1)];
  if (typeof found !== 'function')
    throw Object.assign(new Error(`${handler} is no function`), { name: 'Runtime.HandlerNotFound' });
  return found;
}

function contextOf({ requestId: awsRequestId, arn, deadline }) {
  return {
    awsRequestId,
    invokedFunctionArn: arn,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

for (const kind of ['uncaughtException', 'unhandledRejection']) {
  process.on(kind, (error) => {
    console.error(error);
    answer(
      failure(
        Object.assign(new Error(String(error?.message ?? error)), {
          name: `Runtime.${kind === 'uncaughtException' ? 'UncaughtException' : 'UnhandledPromiseRejection'}`,
        }),
      ),
    );
    process.exit(129);
  });
}

let handler;
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  try {
    if ('handler' in message) {
      handler = await load(message.handler);
      answer({ ok: true });
    } else {
      const body = await handler(JSON.parse(message.event || '{}'), contextOf(message));
      answer({ ok: true, body: body ?? null });
    }
  } catch (error) {
    console.error(error);
    answer(failure(error));
  }
}
// Nobody sends any more: what a handler still has open must not keep the process.
process.exit();
