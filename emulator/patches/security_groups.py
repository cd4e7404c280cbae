"""Security group rules: a rule that allows all traffic has no ports, regardless of what was sent.

Terraform removes the default rule that allows all outbound traffic of a new group, with ports that MiniStack would compare.
"""

from ministack.services import ec2

from .wrapping import wraps


@wraps(ec2, "_strip_descriptions")
def comparable(original, rule):
    comparable = original(rule)
    if comparable.get("IpProtocol") == "-1":
        comparable.pop("FromPort", None)
        comparable.pop("ToPort", None)
    return comparable
