"""EKS tags: a changed tag appears on its resource, and Pod Identity associations can be tagged."""

from ministack.services import eks

from .wrapping import succeeded, wraps

# Where an ARN is found in the records of each store.
STORES = (
    (eks._clusters, "arn"),
    (eks._nodegroups, "nodegroupArn"),
    (eks._addons, "addonArn"),
    (eks._access_entries, "accessEntryArn"),
    (eks._pod_identity_associations, "associationArn"),
)


def record_of(arn):
    return next((record for store, key in STORES for record in store.values() if record.get(key) == arn), None)


@wraps(eks, "_resolve_tag_resource_arn")
def resolve_tag_resource_arn(original, arn):
    if ":podidentityassociation/" in arn and record_of(arn):
        return arn, None
    return original(arn)


def show_tags(arn):
    record = record_of(arn)
    if record is not None:
        record["tags"] = dict(eks._tags.get(arn, {}))


for operation in ("_tag_resource", "_untag_resource"):

    @wraps(eks, operation)
    def change_tags(original, arn, change):
        response = original(arn, change)
        if succeeded(response):
            show_tags(arn)
        return response
