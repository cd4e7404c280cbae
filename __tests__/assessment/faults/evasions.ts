import type { Json, JsonObject } from "../../../src/cdktf/terraform-json";
import type { Fault } from "./fault";

/** A weakness that a rule could overlook: values at paths of one stack, and how the rule decides instead of passing. */
export interface Evasion {
  readonly stack: Fault["stack"];
  readonly values: Readonly<Record<string, Json | undefined>>;
  readonly rule: string;
  readonly outcome: "fails" | "undecided";
}

const access = "data.aws_iam_policy_document.state_prod_access.statement";
const bucketPolicy = "resource.aws_s3_bucket_policy.state_prod_policy";
const publicDocument = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
const role = "arn:aws:iam::123456789012:role/other";

function without(statement: string, values: Readonly<Record<string, Json | undefined>>, rule: string): Evasion {
  const planted = Object.entries(values).map(([name, value]) => [`${access}.${statement}.${name}`, value] as const);
  return { stack: "bootstrap", values: Object.fromEntries(planted), rule, outcome: "fails" };
}

const tls = (values: Readonly<Record<string, Json | undefined>>) =>
  without("DenyPlaintextTransport", values, "s3-bucket-requires-tls");

const others = (values: Readonly<Record<string, Json | undefined>>) =>
  without("DenyReadingStateToOthers", values, "state-store-names-its-principals");

const spared = (...values: string[]) => others({ "condition.0.values": values });

function allowed(outcome: Evasion["outcome"], more: Readonly<Record<string, Json>>): Evasion {
  const principals = [{ type: "AWS", identifiers: ["*"] }];
  const statement = { sid: "Planted", actions: ["s3:GetObject"], resources: ["*"], principals, ...more };
  return {
    stack: "bootstrap",
    values: { [`${access}.+`]: statement },
    rule: "resource-policy-allows-no-anyone",
    outcome,
  };
}

const only = (variable: string, test: string, ...values: string[]) => ({ condition: [{ test, variable, values }] });

function identity(rule: string, values: Evasion["values"]): Evasion {
  return { stack: "bootstrap", values, rule, outcome: "undecided" };
}

const provider = "arn:aws:iam::123456789012";

function trusting(statement: JsonObject): Evasion {
  return {
    stack: "bootstrap",
    values: {
      "resource.aws_iam_role.role_TerraformPlanRole.assume_role_policy": JSON.stringify({
        Statement: [{ Effect: "Allow", ...statement }],
      }),
    },
    rule: "federated-trust-is-restricted",
    outcome: "fails",
  };
}

const token = (audiences: readonly string[], subjects: readonly string[]) => ({
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: `${provider}:oidc-provider/token.actions.githubusercontent.com` },
  Condition: {
    StringEquals: { "token.actions.githubusercontent.com:aud": audiences },
    StringLike: { "token.actions.githubusercontent.com:sub": subjects },
  },
});

/** Weaknesses by what hides them. */
export const evasions: Readonly<Record<string, Evasion>> = {
  "a Deny without TLS that spares a principal": tls({
    principals: undefined,
    not_principals: [{ type: "AWS", identifiers: [role] }],
  }),
  "a Deny without TLS that spares an action": tls({ actions: undefined, not_actions: ["s3:GetObject"] }),
  "a Deny without TLS that spares objects": tls({
    resources: undefined,
    not_resources: ["arn:aws:s3:::my-terraform-state-prod/secret/*"],
  }),
  "a Deny without TLS of some objects": tls({
    resources: ["arn:aws:s3:::my-terraform-state-prod", "arn:aws:s3:::my-terraform-state-prod/a*"],
  }),
  "a Deny without TLS of one action, with an empty list": tls({ actions: ["s3:GetObject"], not_actions: [] }),
  "a bucket policy that may not exist": {
    stack: "bootstrap",
    values: { [`${bucketPolicy}.count`]: 0 },
    rule: "s3-bucket-requires-tls",
    outcome: "undecided",
  },
  "a bucket policy whose bucket another resource names": {
    stack: "bootstrap",
    values: { [`${bucketPolicy}.bucket`]: "${aws_s3_bucket_public_access_block.state_prod_public_access.bucket}" },
    rule: "s3-bucket-requires-tls",
    outcome: "undecided",
  },
  "a Deny that spares the state itself": others({ not_resources: ["arn:aws:s3:::my-terraform-state-prod/*.tfstate"] }),
  "a Deny that spares a principal": others({
    principals: undefined,
    not_principals: [{ type: "AWS", identifiers: [role] }],
  }),
  "a Deny of the latest version alone": others({ actions: ["s3:GetObject"] }),
  "a Deny that spares any role": spared("arn:aws:iam::123456789012:role/?*"),
  "a Deny that spares roles by a part of their names": spared("arn:aws:iam::123456789012:role/*r*"),
  "a Deny that spares any user": spared("arn:aws:iam::123456789012:user/&{aws:username}"),
  "a Deny that spares a variable": { ...spared("${var.spared.arn}"), outcome: "undecided" },
  "anyone of half the internet": allowed("fails", only("aws:SourceIp", "IpAddress", "0.0.0.0/1", "128.0.0.0/1")),
  "anyone of a wide IPv6 range": allowed("fails", only("aws:SourceIp", "IpAddress", "2000::/3")),
  "anyone by a condition without values": allowed("fails", only("aws:PrincipalAccount", "StringEquals")),
  "anyone of an unknown account": allowed("undecided", only("aws:PrincipalAccount", "StringEquals", "${var.a.id}")),
  "a principal of a variable": allowed("undecided", { principals: [{ type: "AWS", identifiers: ["${local.a.arn}"] }] }),
  "principals of an unknown type": allowed("undecided", { principals: [{ type: "${var.type}", identifiers: ["*"] }] }),
  "generated principals": allowed("undecided", { dynamic: { principals: { for_each: ["*"], content: {} } } }),
  "key material of seven years": {
    stack: "bootstrap",
    values: { "resource.aws_kms_key.state_key.rotation_period_in_days": 2560 },
    rule: "kms-key-is-rotated",
    outcome: "fails",
  },
  "a key policy of its own resource": {
    stack: "bootstrap",
    values: {
      "resource.aws_kms_key_policy.planted": { key_id: "${aws_kms_key.state_key.id}", policy: publicDocument },
    },
    rule: "kms-key-is-not-public",
    outcome: "fails",
  },
  "a backend with the key of something else": {
    stack: "prod",
    values: { "terraform.backend.s3.kms_key_id": "alias/platform-audit" },
    rule: "state-store-is-encrypted",
    outcome: "fails",
  },
  "a bucket under S3's own keys, whose backend names a key": {
    stack: "bootstrap",
    values: {
      "resource.aws_s3_bucket_server_side_encryption_configuration.state_prod_encryption.rule.0.apply_server_side_encryption_by_default":
        { sse_algorithm: "AES256" },
    },
    rule: "state-store-is-encrypted",
    outcome: "fails",
  },
  "a backend with a key that only Terraform knows": {
    stack: "prod",
    values: { "terraform.backend.s3.kms_key_id": "${other}" },
    rule: "state-store-is-encrypted",
    outcome: "undecided",
  },
  "AdministratorAccess of the role itself": {
    stack: "bootstrap",
    values: {
      "resource.aws_iam_role.planted": {
        name: "planted",
        managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      },
    },
    rule: "administrator-access-is-not-attached",
    outcome: "fails",
  },
  "AdministratorAccess as the only policy of a user": {
    stack: "bootstrap",
    values: {
      "resource.aws_iam_user_policy_attachments_exclusive.planted": {
        user_name: "terraform-user",
        policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      },
    },
    rule: "administrator-access-is-not-attached",
    outcome: "fails",
  },
  "a boundary that is attached as well": {
    stack: "prod",
    values: {
      "resource.aws_iam_role_policy_attachment.planted": {
        role: "${aws_iam_role.cluster_role.name}",
        policy_arn: "arn:aws:iam::123456789012:policy/platform-prod-boundary",
      },
    },
    rule: "iam-policy-allows-no-service-wildcard",
    outcome: "fails",
  },
  "a topic that anyone may use by its own policy": {
    stack: "bootstrap",
    values: { "resource.aws_sns_topic.planted": { policy: publicDocument } },
    rule: "resource-policy-allows-no-anyone",
    outcome: "fails",
  },
  "a key of imported material for anyone": {
    stack: "bootstrap",
    values: { "resource.aws_kms_external_key.planted": { policy: publicDocument } },
    rule: "kms-key-is-not-public",
    outcome: "fails",
  },
  "a role that trusts a SAML provider": {
    ...trusting({ Action: "sts:AssumeRoleWithSAML", Principal: { Federated: `${provider}:saml-provider/directory` } }),
    outcome: "undecided",
  },
  "a role that admits two audiences": trusting(token(["sts.amazonaws.com", "example"], ["repo:example/a:*"])),
  "a role that admits two owners": trusting(token(["sts.amazonaws.com"], ["repo:example/a:*", "repo:other/a:*"])),
  "AdministratorAccess by a data source": identity("administrator-access-is-not-attached", {
    "data.aws_iam_policy.planted": { name: "AdministratorAccess" },
    "resource.aws_iam_role_policy_attachment.planted": { role: "a", policy_arn: "${data.aws_iam_policy.planted.arn}" },
  }),
  "actions of a variable": identity("iam-inline-policy-allows-no-full-administration", {
    "resource.aws_iam_role_policy.planted": {
      role: "a",
      policy: '{"Statement":[{"Effect":"Allow","Action":"${var.actions.all}","Resource":"*"}]}',
    },
  }),
  "generated inline policies": identity("iam-inline-policy-allows-no-full-administration", {
    "resource.aws_iam_role.audit_role.dynamic": { inline_policy: { for_each: [1], content: {} } },
  }),
  "a key of a variable": {
    stack: "dev",
    values: { "resource.aws_eks_cluster.cluster.encryption_config.provider.key_arn": "${var.keys.secrets}" },
    rule: "eks-secrets-are-encrypted-with-customer-key",
    outcome: "undecided",
  },
  "a key of AWS by a data source": {
    stack: "dev",
    values: {
      "data.aws_kms_alias.planted": { name: "alias/aws/ebs" },
      "resource.aws_eks_cluster.cluster.encryption_config.provider.key_arn":
        "${data.aws_kms_alias.planted.target_key_arn}",
    },
    rule: "eks-secrets-are-encrypted-with-customer-key",
    outcome: "fails",
  },
  "images under a key that a data source looks up": {
    stack: "prod",
    values: {
      "data.aws_kms_key.planted": { key_id: "${var.key}" },
      "resource.aws_ecr_repository.repositories_api.encryption_configuration.0.kms_key":
        "${data.aws_kms_key.planted.arn}",
    },
    rule: "ecr-is-encrypted-with-customer-key",
    outcome: "undecided",
  },
  "an endpoint for both halves of the internet": {
    stack: "dev",
    values: { "resource.aws_eks_cluster.cluster.vpc_config.public_access_cidrs": ["0.0.0.0/1", "128.0.0.0/1"] },
    rule: "eks-endpoint-is-restricted",
    outcome: "fails",
  },
  "a bucket that receives the logs of itself": {
    stack: "bootstrap",
    values: { "resource.aws_s3_bucket_logging.audit_logs_logging.target_bucket": "${aws_s3_bucket.audit_logs.id}" },
    rule: "trail-bucket-logs-access",
    outcome: "fails",
  },
  "versions that anyone may erase": {
    stack: "bootstrap",
    values: {
      "resource.aws_s3_bucket_public_access_block.state_prod_public_access.restrict_public_buckets": false,
      [`${access}.+`]: {
        sid: "Planted",
        actions: ["s3:DeleteObjectVersion"],
        resources: ["*"],
        principals: [{ type: "*", identifiers: ["*"] }],
      },
    },
    rule: "s3-bucket-is-not-publicly-writable",
    outcome: "fails",
  },
  "generated selectors of a trail": {
    stack: "bootstrap",
    values: {
      "resource.aws_cloudtrail.audit.event_selector": undefined,
      "resource.aws_cloudtrail.audit.dynamic": { event_selector: { for_each: [1], content: {} } },
    },
    rule: "trail-records-management-events-of-all-regions",
    outcome: "undecided",
  },
  "nodes without a launch template": {
    stack: "prod",
    values: { "resource.aws_eks_node_group.cluster_nodes_general.launch_template": undefined },
    rule: "eks-nodes-have-launch-template",
    outcome: "undecided",
  },
  "an audit log without a retention time": {
    stack: "dev",
    values: { "resource.aws_cloudwatch_log_group.cluster_logs.retention_in_days": 0 },
    rule: "eks-audit-log-is-kept",
    outcome: "fails",
  },
  "a scan at an unknown time": {
    stack: "dev",
    values: {
      "resource.aws_ecr_repository.repositories_api.image_scanning_configuration.scan_on_push": false,
      "resource.aws_ecr_registry_scanning_configuration.planted": {
        rule: [{ scan_frequency: "${var.frequency}", repository_filter: [{ filter: "*", filter_type: "WILDCARD" }] }],
      },
    },
    rule: "ecr-scans-images",
    outcome: "undecided",
  },
};
