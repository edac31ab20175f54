"""Alarms.

MiniStack looks at an alarm only when PutMetricData is called, takes every metric of the right name whatever its
dimensions, and leaves the state as it is when there is no data. CloudWatch looks every period, at one metric, and
does with missing data what the alarm says.
"""

import operator
import sys
import threading
import time

from ministack.services import cloudwatch

SECONDS_BETWEEN_LOOKS = 2

COMPARISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


def heed_dimensions() -> None:
    """Evaluates an alarm over the one metric that its namespace, name and dimensions name."""
    evaluate_stock = cloudwatch._evaluate_alarm

    def evaluate(alarm):
        compare = COMPARISONS.get(alarm.get("ComparisonOperator"))
        if compare is None or not alarm.get("MetricName"):
            return evaluate_stock(alarm)
        wanted = {one["Name"]: one["Value"] for one in alarm.get("Dimensions") or []}
        key = (alarm.get("Namespace"), alarm["MetricName"], cloudwatch._dims_key(wanted))
        since = time.time() - alarm.get("Period", 60) * alarm.get("EvaluationPeriods", 1)
        points = [point for point in cloudwatch._metrics.get(key) or [] if point["Timestamp"] >= since]
        statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
        value = cloudwatch._stat_value(cloudwatch._calc_stats(points), statistic, points) if points else None
        if value is not None:
            limit = alarm.get("Threshold", 0)
            state = "ALARM" if compare(value, limit) else "OK"
            _change(alarm, state, f"Threshold Crossed: {statistic} {value}, threshold {limit}")
        elif alarm.get("TreatMissingData") in ("notBreaching", "breaching"):
            state = "OK" if alarm["TreatMissingData"] == "notBreaching" else "ALARM"
            _change(alarm, state, "no data in the period")

    cloudwatch._evaluate_alarm = evaluate


def _change(alarm, state: str, reason: str) -> None:
    before = alarm["StateValue"]
    if before == state:
        return
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, before, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def evaluate_regularly() -> None:
    def look() -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                cloudwatch._evaluate_all_alarms()
            except Exception as error:  # an alarm that is being made or deleted: the next look will do
                print(f"alarms: {error!r}", file=sys.stderr)

    threading.Thread(target=look, daemon=True, name="alarms").start()
