"""Errors that a handler throws.

On AWS an error leaves the function under its own name, which Retry and Catch go by, and the environment lives on.
MiniStack reports every one of them as `Runtime.HandlerError` and ends the worker's process.
"""

import threading

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

MARK = "__thrown"

STOCK_REPORT = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
NAMED_REPORT = (
    'status: "ok", result: { %s: { name: err.name || "Error", message: String(err.message || err), '
    'trace: String(err.stack || "").split("\\n") } }' % MARK
)

DIED = "Worker process died"

_invocation = threading.local()


def keep_names() -> None:
    """Lets the Node worker report what was thrown as a marked result, and turns that into the error AWS answers."""
    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    if STOCK_REPORT not in script:
        raise SystemExit("MiniStack's Node worker is not that of 1.5.33: see test/cloud/ministack/requirements.txt")
    lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(STOCK_REPORT, NAMED_REPORT)

    execute = lambda_svc._execute_function_warm

    def execute_named(func, event, request_id):
        _invocation.thrown = None
        answer = execute(func, event, request_id)
        thrown = _invocation.thrown
        if thrown:
            answer["body"] = {"errorType": thrown["name"], "errorMessage": thrown["message"], "trace": thrown["trace"]}
        elif answer.get("error") and answer["body"].get("errorMessage") == DIED:
            answer["body"]["errorType"] = "Runtime.ExitError"
        return answer

    lambda_svc._execute_function_warm = execute_named


def keep_workers() -> None:
    """The worker's own `invoke` ends a process that reports an error; a marked result passes it unharmed."""
    invoke = lambda_runtime.Worker.invoke

    def invoke_unmarked(self, *args, **kwargs):
        response = invoke(self, *args, **kwargs)
        result = response.get("result")
        if isinstance(result, dict) and MARK in result:
            thrown = _invocation.thrown = result[MARK]
            return {**response, "status": "error", "error": thrown["message"], "result": None}
        return response

    lambda_runtime.Worker.invoke = invoke_unmarked
