"""Resources of the services whose names say where they are stored."""

from ministack.core.responses import get_account_id
from ministack.services import autoscaling, cloudtrail, cloudwatch_logs, ecr, eks, eventbridge, iam, sns, sqs

from .principal_facts import document, tags_of


def facts(arn, tags=None, policy=None, **more):
    """Facts without a policy or other members that are empty; `tags` is known to be empty if it is None."""
    given = {"policy": document(policy) if policy else None, **more}
    parts = arn.split(":")
    account = parts[4] if len(parts) > 4 and parts[4].isdigit() else get_account_id()
    return {"arn": arn, "account": account, "tags": tags_of(tags or {}), **{key: value for key, value in given.items() if value}}


def role(name):
    found = iam._roles.get(name)
    return found and facts(
        found["Arn"], found.get("Tags"), found.get("AssumeRolePolicyDocument"), boundaryArn=found.get("PermissionsBoundary")
    )


def user(name):
    found = iam._users.get(name)
    return found and facts(found["Arn"], found.get("Tags"), boundaryArn=found.get("PermissionsBoundary"))


def instance_profile(name):
    found = iam._instance_profiles.get(name)
    if not found:
        return None
    roles = [each if isinstance(each, str) else each["RoleName"] for each in found.get("Roles", [])]
    return facts(found["Arn"], found.get("Tags"), roleArns=[arn for arn in map(role_arn, roles) if arn])


def role_arn(name):
    return (iam._roles.get(name) or {}).get("Arn")


def managed_policy(arn):
    found = iam._policies.get(arn)
    return found and facts(arn, found.get("Tags"))


def identity_provider(arn):
    found = iam._oidc_providers.get(arn)
    return found and facts(arn, found.get("Tags"))


def repository(name):
    found = ecr._repositories.get(name)
    key = ((found or {}).get("encryptionConfiguration") or {}).get("kmsKey")
    return found and facts(found["repositoryArn"], found.get("tags"), ecr._repo_policies.get(name), keyArn=key)


def queue(name):
    found = sqs._queues.get(sqs._queue_name_to_url.get(name.rsplit("/", 1)[-1]))
    if not found:
        return None
    attributes = found["attributes"]
    return facts(attributes["QueueArn"], found.get("tags"), attributes.get("Policy"), keyArn=attributes.get("KmsMasterKeyId"))


def topic(arn):
    found = sns._topics.get(":".join(arn.split(":")[:6]))
    attributes = (found or {}).get("attributes", {})
    key = attributes.get("KmsMasterKeyId")
    return found and facts(attributes["TopicArn"], found.get("tags"), attributes.get("Policy"), keyArn=key)


def rule(name):
    found = next((each for each in eventbridge._rules.values() if name in (each["Name"], each["Arn"])), None)
    return found and facts(found["Arn"], eventbridge._tags.get(found["Arn"]))


def log_group(name):
    name = name.split(":log-group:")[-1].removesuffix(":*")
    found = cloudwatch_logs._log_groups.get(name)
    return found and facts(found["arn"].removesuffix(":*"), found.get("tags"), keyArn=found.get("kmsKeyId"))


def trail(name):
    found = cloudtrail._trails.get(name.rsplit("/", 1)[-1])
    return found and facts(found["TrailARN"], cloudtrail._trail_tags.get(found["TrailARN"]))


def group(name):
    found = autoscaling._asgs.get(name)
    return found and facts(found["AutoScalingGroupARN"], autoscaling._tags.get(name))


def part_of_cluster(store, arn_member):
    """Parts are stored under the names of their cluster and themselves, joined by `/` or by NUL."""

    def find(name):
        cluster, _, own = name.partition("/")
        found = store.get(f"{cluster}/{own}") or store.get(f"{cluster}\x00{own}")
        return found and facts(found[arn_member], found.get("tags") or eks._tags.get(found[arn_member]))

    return find


def cluster(name):
    found = eks._clusters.get(name)
    return found and facts(found["arn"], found.get("tags") or eks._tags.get(found["arn"]))


node_group = part_of_cluster(eks._nodegroups, "nodegroupArn")
addon = part_of_cluster(eks._addons, "addonArn")
access_entry = part_of_cluster(eks._access_entries, "accessEntryArn")
association = part_of_cluster(eks._pod_identity_associations, "associationArn")

#: How the calls of a service name resources: members, several joined by `/`, and where to look.
NAMES = {
    "autoscaling": [("AutoScalingGroupName", group)],
    "cloudtrail": [("Name", trail), ("TrailName", trail), ("ResourceId", trail), ("ResourceIdList", trail)],
    "ecr": [("repositoryName", repository), ("repositoryNames", repository)],
    "eks": [
        ("clusterName", cluster),
        ("name", cluster),
        ("clusterName/nodegroupName", node_group),
        ("name/nodegroupName", node_group),
        ("clusterName/addonName", addon),
        ("name/addonName", addon),
        ("clusterName/principalArn", access_entry),
        ("clusterName/associationId", association),
    ],
    "events": [("Name", rule), ("Rule", rule)],
    "iam": [("RoleName", role), ("UserName", user), ("InstanceProfileName", instance_profile)],
    "logs": [("logGroupName", log_group), ("logGroupIdentifier", log_group)],
    "sns": [("TopicArn", topic), ("SubscriptionArn", topic)],
    "sqs": [("QueueUrl", queue), ("QueueName", queue)],
}


def named(service, parameters):
    found = {}
    for members, find in NAMES.get(service, []):
        values = [parameters.get(member) for member in members.split("/")]
        names = values[0] if isinstance(values[0], list) else ["/".join(values)] if all(isinstance(each, str) for each in values) else []
        found.update({name: facts for name in names if (facts := find(name)) and name not in found})
    return found


def by_arn(service, arn):
    name = arn.split(":", 5)[5]
    own = name.split("/", 1)[-1]
    if service == "iam":
        finders = {"role": role, "user": user, "instance-profile": instance_profile}
        kind = name.split("/")[0]
        if kind in finders:
            found = finders[kind](name.rsplit("/", 1)[-1])
            return found if found and found["arn"] == arn else None
        return {"policy": managed_policy, "oidc-provider": identity_provider}.get(kind, lambda _: None)(arn)
    if service == "eks":
        return next((entry for entry in parts_of_eks() if entry["arn"] == arn), None) or cluster(own)
    finders = {"ecr": repository, "sqs": queue, "logs": log_group, "cloudtrail": trail}
    if service in finders:
        return finders[service](own if service in ("ecr", "cloudtrail") else name)
    return {"sns": topic, "events": rule}.get(service, lambda _: None)(arn)


def parts_of_eks():
    stores = [
        (eks._nodegroups, "nodegroupArn"),
        (eks._addons, "addonArn"),
        (eks._access_entries, "accessEntryArn"),
        (eks._pod_identity_associations, "associationArn"),
    ]
    for store, member in stores:
        for found in store.values():
            yield facts(found[member], found.get("tags") or eks._tags.get(found[member]))
