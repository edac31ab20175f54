"""Embedded metric format: log lines that are metrics, which LocalStack keeps as log lines only.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import logging
from collections import defaultdict
from datetime import UTC, datetime

LOG = logging.getLogger(__name__)


def publish(lines: list[str], account: str, region: str) -> None:
    """Puts the metrics of an invocation's log lines. A metric never fails an invocation."""
    namespaces = defaultdict(list)
    for line in lines:
        if '"CloudWatchMetrics"' in line:
            for namespace, datum in _data(line):
                namespaces[namespace].append(datum)
    if not namespaces:
        return
    from localstack.aws.connect import connect_to

    try:
        client = connect_to(aws_access_key_id=account, region_name=region).cloudwatch
        for namespace, data in namespaces.items():
            client.put_metric_data(Namespace=namespace, MetricData=data)
    except Exception as error:
        LOG.warning("embedded metrics of %s are lost: %s", list(namespaces), error)


def _data(line: str):
    try:
        document = json.loads(line[line.index("{") :])
        meta = document["_aws"]
        directives = meta["CloudWatchMetrics"]
    except (ValueError, KeyError, TypeError):
        return
    at = datetime.fromtimestamp(meta["Timestamp"] / 1000, UTC)
    for directive in directives:
        for names in directive.get("Dimensions") or [[]]:
            dimensions = [{"Name": name, "Value": str(document[name])} for name in names if name in document]
            for metric in directive.get("Metrics", []):
                values = document.get(metric["Name"], [])
                for value in values if isinstance(values, list) else [values]:
                    yield directive["Namespace"], {
                        "MetricName": metric["Name"],
                        "Dimensions": dimensions,
                        "Timestamp": at,
                        "Unit": metric.get("Unit", "None"),
                        "Value": float(value),
                    }
