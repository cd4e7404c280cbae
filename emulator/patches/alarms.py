"""CloudWatch alarms: each attribute as sent, also over the query protocol, of which MiniStack stores and returns a part.

A query is converted to what MiniStack accepts over JSON, and its JSON response to XML.
"""

import re
import time
from html import escape
from json import loads

from ministack.services import cloudwatch

from .wrapping import succeeded, wraps

# Attributes that MiniStack drops over any protocol.
DROPPED = ("Metrics", "ThresholdMetricId", "EvaluateLowSampleCountPercentile")

# Attributes of an alarm on a single metric; one on an expression has none of them.
SINGLE_METRIC = ("MetricName", "Namespace", "Statistic", "Period", "Dimensions", "Unit")

FLAGS = ("ActionsEnabled", "ReturnData")


@wraps(cloudwatch, "_put_metric_alarm")
def put_metric_alarm(original, params, cbor_data, is_cbor, is_json=False):
    if is_cbor or is_json:
        response = original(params, cbor_data, is_cbor, is_json)
        if succeeded(response):
            keep(cbor_data)
        return response
    request = from_query(params)
    response = original(params, request, False, True)
    if not succeeded(response):
        return original(params, cbor_data, is_cbor, is_json)
    keep(request)
    return cloudwatch._xml(200, "PutMetricAlarmResponse", "")


def keep(request):
    alarm = cloudwatch._alarms[request["AlarmName"]]
    alarm.update({name: request[name] for name in DROPPED if name in request})
    absent = SINGLE_METRIC if "Metrics" in request else ("Statistic",) if "ExtendedStatistic" in request else ()
    for name in absent:
        alarm.pop(name, None)


@wraps(cloudwatch, "_describe_alarms")
def describe_alarms(original, params, cbor_data, is_cbor, is_json=False):
    if is_cbor or is_json:
        return original(params, cbor_data, is_cbor, is_json)
    response = original(params, from_query(params), False, True)
    if not succeeded(response):
        return original(params, cbor_data, is_cbor, is_json)
    result = to_xml(loads(response[2]))
    return cloudwatch._xml(200, "DescribeAlarmsResponse", f"<DescribeAlarmsResult>{result}</DescribeAlarmsResult>")


def from_query(params):
    """`Dimensions.member.1.Name=a` and so on as nested lists and dictionaries."""
    tree = {}
    for name, value in params.items():
        parts = [part for part in name.split(".") if part != "member"]
        node = tree
        for part in parts[:-1]:
            node = node.setdefault(part, {})
        text = value[0] if isinstance(value, list) else value
        node[parts[-1]] = text == "true" if parts[-1] in FLAGS else text
    return with_lists(tree)


def with_lists(node):
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [with_lists(node[key]) for key in sorted(node, key=int)]
    return {key: with_lists(value) for key, value in node.items()}


def to_xml(value, name=""):
    if isinstance(value, dict):
        return "".join(f"<{key}>{to_xml(part, key)}</{key}>" for key, part in value.items() if part is not None)
    if isinstance(value, list):
        return "".join(f"<member>{to_xml(part)}</member>" for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    if re.search("Timestamp$", name) and isinstance(value, (int, float)):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(value))
    return escape(str(value))
