"""Embedded metric format: log lines that are metrics, which MiniStack keeps as log lines only.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import queue

from ministack.core import lambda_runtime
from ministack.services import cloudwatch


def record() -> None:
    """Reads the lines where they enter the worker's queue, so that none is missed between two invocations."""

    class MetricQueue(queue.Queue):
        def put(self, line, *args, **kwargs):
            if isinstance(line, str) and '"CloudWatchMetrics"' in line:
                _publish(line)
            super().put(line, *args, **kwargs)

    class QueueModule:
        """Stands in for the module `queue` within MiniStack's Lambda runtime alone."""

        Queue = MetricQueue

        def __getattr__(self, name):
            return getattr(queue, name)

    lambda_runtime.queue = QueueModule()
    _do_not_wait_for_silence()


def _do_not_wait_for_silence() -> None:
    """Every invocation that logs nothing costs 50 ms of waiting for lines; late lines go to the next one's log."""
    drain = lambda_runtime.Worker._drain_stderr_bounded

    def drain_briefly(self, first_line_wait=0.002, idle_confirm=0.002, hard_cap=0.25):
        return drain(self, min(first_line_wait, 0.002), min(idle_confirm, 0.002), hard_cap)

    lambda_runtime.Worker._drain_stderr_bounded = drain_briefly


def _publish(line: str) -> None:
    try:
        document = json.loads(line[line.index("{") :])
        directives = document["_aws"]["CloudWatchMetrics"]
    except (ValueError, KeyError, TypeError):
        return
    for directive in directives:
        for names in directive.get("Dimensions") or [[]]:
            dimensions = {name: str(document[name]) for name in names if name in document}
            for metric in directive.get("Metrics", []):
                values = document.get(metric["Name"], [])
                for value in values if isinstance(values, list) else [values]:
                    cloudwatch.record_metric(
                        directive["Namespace"], metric["Name"], value, metric.get("Unit", "None"), dimensions
                    )
