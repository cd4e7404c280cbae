"""Security group rules: one that allows all traffic has no ports, whatever was sent for them.

Terraform takes away the rule that lets a new group send anything, with ports that MiniStack would compare.
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
