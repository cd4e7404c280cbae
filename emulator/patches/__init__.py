"""Patches that make MiniStack respond as AWS does.

Most make it return what it was sent, so that a plan immediately after an apply is empty. The modules with rules refuse what
AWS refuses. Each module patches MiniStack when it is imported; what it adds is stored in MiniStack's own records, and so
survives a restart with saved data.
"""

from . import (  # noqa: F401
    alarms,
    callers,
    cloudtrail,
    ecr_registry,
    ecr_rules,
    eks_addons,
    eks_cluster,
    eks_nodes,
    eks_tags,
    flow_logs,
    iam_names,
    iam_policies,
    instances,
    key_policies,
    key_states,
    launch_templates,
    log_rules,
    messaging_rules,
    requests,
    s3_keys,
    s3_rules,
    security_groups,
    ssm_parameters,
    trail_rules,
    vpc_endpoints,
)

# Rules are installed last, because each of them sees a call before any other patch does.
from . import (  # noqa: F401, E402
    ec2_addressing,
    ec2_dependencies,
    ec2_endpoint_rules,
    ec2_security_group_rules,
    ec2_tags,
    eks_access_rules,
    eks_addon_rules,
    eks_cluster_rules,
    eks_node_rules,
)
