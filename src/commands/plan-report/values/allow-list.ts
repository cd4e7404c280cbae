/**
 * The attributes whose values a report shows, by type of resource: what a reviewer needs of this project's resources,
 * and nothing that may carry a secret. Of every other attribute a report has the name alone, and so of every attribute
 * of a type that is not listed. A path ends in `*` where the keys of a map are shown as well. Policies are not listed:
 * a report compares them by statement.
 */
const shown: Readonly<Record<string, readonly string[]>> = {
  aws_chatbot_slack_channel_configuration: [
    "configuration_name",
    "guardrail_policy_arns",
    "iam_role_arn",
    "slack_channel_id",
    "sns_topic_arns",
  ],
  aws_cloudtrail: ["name", "s3_bucket_name", "kms_key_id", "enable_logging", "is_multi_region_trail"],
  aws_cloudwatch_event_rule: ["name", "state", "schedule_expression"],
  aws_cloudwatch_event_target: ["arn", "rule"],
  aws_cloudwatch_log_group: ["name", "retention_in_days", "kms_key_id", "skip_destroy"],
  aws_default_security_group: ["vpc_id"],
  aws_ecr_lifecycle_policy: ["policy", "repository"],
  aws_ecr_pull_through_cache_rule: ["ecr_repository_prefix", "upstream_registry_url"],
  aws_ecr_repository: [
    "name",
    "force_delete",
    "image_tag_mutability",
    "encryption_configuration.encryption_type",
    "encryption_configuration.kms_key",
    "image_scanning_configuration.scan_on_push",
  ],
  aws_ecr_registry_scanning_configuration: ["scan_type"],
  aws_ecr_replication_configuration: ["replication_configuration.rule.destination"],
  aws_ecr_repository_creation_template: [
    "applied_for",
    "custom_role_arn",
    "encryption_configuration.encryption_type",
    "encryption_configuration.kms_key",
    "image_tag_mutability",
    "prefix",
  ],
  aws_ecr_repository_policy: ["repository"],
  aws_eip: ["domain", "public_ip"],
  aws_eks_access_entry: ["cluster_name", "kubernetes_groups", "principal_arn", "type"],
  aws_eks_access_policy_association: ["policy_arn", "principal_arn", "access_scope.type", "access_scope.namespaces"],
  aws_eks_addon: ["addon_name", "addon_version", "service_account_role_arn", "resolve_conflicts_on_update"],
  aws_eks_cluster: [
    "name",
    "version",
    "role_arn",
    "deletion_protection",
    "enabled_cluster_log_types",
    "access_config.authentication_mode",
    "encryption_config.provider.key_arn",
    "encryption_config.resources",
    "upgrade_policy.support_type",
    "vpc_config.endpoint_private_access",
    "vpc_config.endpoint_public_access",
    "vpc_config.public_access_cidrs",
    "vpc_config.security_group_ids",
    "vpc_config.subnet_ids",
    "zonal_shift_config.enabled",
  ],
  aws_eks_node_group: [
    "node_group_name",
    "ami_type",
    "capacity_type",
    "instance_types",
    "labels.*",
    "launch_template.id",
    "launch_template.name",
    "launch_template.version",
    "release_version",
    "scaling_config.desired_size",
    "scaling_config.max_size",
    "scaling_config.min_size",
    "subnet_ids",
    "taint",
    "update_config.max_unavailable",
    "update_config.max_unavailable_percentage",
    "version",
  ],
  aws_eks_pod_identity_association: ["namespace", "role_arn", "service_account"],
  aws_flow_log: ["log_destination", "log_destination_type", "max_aggregation_interval", "traffic_type"],
  aws_iam_instance_profile: ["name", "role"],
  aws_iam_openid_connect_provider: ["client_id_list", "url"],
  aws_iam_policy: ["name", "path"],
  aws_iam_role: ["name", "path", "max_session_duration", "permissions_boundary"],
  aws_iam_role_policy: ["name", "role"],
  aws_iam_role_policy_attachment: ["policy_arn", "role"],
  aws_instance: ["ami", "associate_public_ip_address", "instance_type", "subnet_id"],
  aws_internet_gateway: ["vpc_id"],
  aws_kms_alias: ["name", "target_key_id"],
  aws_kms_key: [
    "deletion_window_in_days",
    "enable_key_rotation",
    "is_enabled",
    "multi_region",
    "rotation_period_in_days",
  ],
  aws_kms_replica_key: ["deletion_window_in_days", "enabled"],
  aws_launch_template: [
    "block_device_mappings.ebs.encrypted",
    "block_device_mappings.ebs.kms_key_id",
    "block_device_mappings.ebs.volume_size",
    "block_device_mappings.ebs.volume_type",
    "default_version",
    "image_id",
    "instance_type",
    "latest_version",
    "metadata_options.http_endpoint",
    "metadata_options.http_put_response_hop_limit",
    "metadata_options.http_tokens",
    "vpc_security_group_ids",
  ],
  aws_nat_gateway: ["allocation_id", "connectivity_type", "public_ip", "subnet_id"],
  aws_route: [
    "destination_cidr_block",
    "destination_ipv6_cidr_block",
    "gateway_id",
    "nat_gateway_id",
    "route_table_id",
  ],
  aws_route_table: ["vpc_id"],
  aws_route_table_association: ["route_table_id", "subnet_id"],
  aws_s3_bucket: ["bucket", "force_destroy", "object_lock_enabled"],
  aws_s3_bucket_lifecycle_configuration: ["bucket", "rule"],
  aws_s3_bucket_logging: ["bucket", "target_bucket", "target_prefix"],
  aws_s3_bucket_object_lock_configuration: ["rule.default_retention.days", "rule.default_retention.mode"],
  aws_s3_bucket_ownership_controls: ["rule.object_ownership"],
  aws_s3_bucket_policy: ["bucket"],
  aws_s3_bucket_public_access_block: [
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
  ],
  aws_s3_bucket_replication_configuration: ["bucket", "role", "rule"],
  aws_s3_bucket_server_side_encryption_configuration: [
    "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    "rule.apply_server_side_encryption_by_default.sse_algorithm",
    "rule.bucket_key_enabled",
  ],
  aws_s3_bucket_versioning: ["versioning_configuration.status"],
  aws_security_group: ["egress", "ingress", "name", "vpc_id"],
  aws_sns_topic: ["kms_master_key_id", "name"],
  aws_sns_topic_policy: ["arn"],
  aws_sns_topic_subscription: ["protocol", "topic_arn"],
  aws_sqs_queue: ["kms_master_key_id", "message_retention_seconds", "name", "sqs_managed_sse_enabled"],
  aws_sqs_queue_policy: ["queue_url"],
  aws_subnet: ["availability_zone", "cidr_block", "map_public_ip_on_launch"],
  aws_vpc: ["cidr_block", "enable_dns_hostnames", "enable_dns_support"],
  aws_vpc_endpoint: ["private_dns_enabled", "route_table_ids", "service_name", "subnet_ids", "vpc_endpoint_type"],
  aws_vpc_endpoint_route_table_association: ["route_table_id", "vpc_endpoint_id"],
  aws_vpc_security_group_egress_rule: ruleAttributes(),
  aws_vpc_security_group_ingress_rule: ruleAttributes(),
};

function ruleAttributes(): readonly string[] {
  const peers = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
  return [...peers, "from_port", "ip_protocol", "security_group_id", "to_port"];
}

/**
 * Tags of a listed type. AWS shows them in logs, and asks not to put anything confidential in them.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html
 */
const tags = ["tags.*", "tags_all.*"];

interface ShownPaths {
  readonly paths: ReadonlySet<string>;

  /** The first name of each path. */
  readonly attributes: ReadonlySet<string>;
}

const shownPaths: ReadonlyMap<string, ShownPaths> = new Map(
  Object.entries(shown).map(([type, own]) => {
    const paths = [...own, ...tags];
    return [type, { paths: new Set(paths), attributes: new Set(paths.map((path) => path.replace(/\..*/, ""))) }];
  }),
);

/** Whether this project creates resources of the type, so that values of theirs may be shown. */
export function isListedType(type: string): boolean {
  return shownPaths.has(type);
}

/**
 * Whether the value of an attribute is shown.
 *
 * @param path names from the resource to the value, without the indexes of blocks
 */
export function isShown(type: string, path: readonly string[]): boolean {
  const paths = shownPaths.get(type)?.paths;
  if (!paths) return false;
  return paths.has(path.join(".")) || (path.length > 1 && paths.has([...path.slice(0, -1), "*"].join(".")));
}

/** Whether the value of any part of an attribute is shown. */
export function isPartlyShown(type: string, attribute: string): boolean {
  return shownPaths.get(type)?.attributes.has(attribute) ?? false;
}
