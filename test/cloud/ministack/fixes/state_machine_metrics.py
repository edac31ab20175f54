"""Metrics of state machines, which MiniStack does not count.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
"""

import threading
import time

from ministack.services import cloudwatch, stepfunctions

SECONDS_BETWEEN_LOOKS = 1

METRICS = {
    "SUCCEEDED": "ExecutionsSucceeded",
    "FAILED": "ExecutionsFailed",
    "TIMED_OUT": "ExecutionsTimedOut",
    "ABORTED": "ExecutionsAborted",
}


def count() -> None:
    """Counts every execution once, when it has ended. The children of a Distributed Map are no executions of it."""
    counted = set()

    def look() -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            for arn, execution in list(stepfunctions._executions.items()):
                metric = METRICS.get(execution["status"])
                if metric is None or arn in counted or execution.get("mapRunArn"):
                    continue
                counted.add(arn)
                dimensions = {"StateMachineArn": execution["stateMachineArn"]}
                cloudwatch.record_metric("AWS/States", metric, 1, "Count", dimensions)

    threading.Thread(target=look, daemon=True, name="state-machine-metrics").start()
