"""Patches that make MiniStack return what it was sent, so that a plan immediately after an apply is empty.

Each module patches one kind of resource when it is imported. What they add is stored in MiniStack's own records, and so
survives a restart with saved data.
"""

from . import (  # noqa: F401
    alarms,
    cloudtrail,
    ecr_registry,
    eks_addons,
    eks_cluster,
    eks_nodes,
    eks_tags,
    flow_logs,
    instances,
    launch_templates,
    requests,
    security_groups,
    ssm_parameters,
    vpc_endpoints,
)
