"""Patches that make MiniStack return what it was sent, so that a plan immediately after an apply is empty, and refuse
what AWS refuses, so that a documented change that AWS would refuse fails a test.

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

# Rules are installed last, because each of them sees a call before any other patch does.
from . import (  # noqa: F401, E402
    ec2_addressing,
    ec2_dependencies,
    ec2_security_group_rules,
    ec2_tags,
    eks_access_rules,
    eks_addon_rules,
    eks_cluster_rules,
    eks_node_rules,
)
