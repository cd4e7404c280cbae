"""VPC flow logs: role, interval, format and tags as sent."""

import re

from ministack.services import ec2

from .wrapping import wraps

DEFAULT_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} "
    "${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"
)


@wraps(ec2._ACTION_MAP, "CreateFlowLogs")
def create_flow_logs(original, parameters):
    before = set(ec2._flow_logs)
    response = original(parameters)
    for flow_log_id in set(ec2._flow_logs) - before:
        ec2._flow_logs[flow_log_id].update(
            DeliverLogsPermissionArn=ec2._p(parameters, "DeliverLogsPermissionArn"),
            MaxAggregationInterval=ec2._p(parameters, "MaxAggregationInterval") or "600",
            LogFormat=ec2._p(parameters, "LogFormat") or DEFAULT_FORMAT,
            LogGroupName=log_group_name(ec2._flow_logs[flow_log_id]["LogDestination"]),
        )
        # The tags of a flow log are sent for the type "vpc-flow-log", MiniStack looks for "flow-log".
        ec2._parse_tag_specs(parameters, "vpc-flow-log", flow_log_id)
    return response


def log_group_name(destination):
    match = re.search(r":log-group:([^:]+)", destination)
    return match[1] if match else ""


@wraps(ec2._ACTION_MAP, "DescribeFlowLogs")
def describe_flow_logs(original, parameters):
    status, headers, body = original(parameters)
    return status, headers, re.sub(r"<flowLogId>(fl-\w+)</flowLogId>", with_details, body.decode()).encode()


def with_details(match):
    record = ec2._flow_logs[match[1]]
    details = {
        "deliverLogsPermissionArn": record.get("DeliverLogsPermissionArn"),
        "maxAggregationInterval": record.get("MaxAggregationInterval"),
        "logFormat": record.get("LogFormat"),
        "logGroupName": record.get("LogGroupName"),
    }
    return match[0] + "".join(f"<{name}>{ec2._esc(value)}</{name}>" for name, value in details.items() if value)
