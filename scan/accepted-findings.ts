import { EcrRepository } from "../src/constructs/ecr/ecr-repository";
import { ControlPlane } from "../src/constructs/eks/cluster/control-plane";
import { ControlPlaneLogs } from "../src/constructs/eks/cluster/control-plane-logs";
import { CustomerKey } from "../src/constructs/kms/customer-key";
import { ImageKey } from "../src/constructs/kms/image-key";
import { LogKey } from "../src/constructs/kms/log-key";
import { SecretsKey } from "../src/constructs/kms/secrets-key";
import { VolumeKey } from "../src/constructs/kms/volume-key";
import { AccessLogBucket } from "../src/constructs/state/audit/access-log-bucket";
import { AccessTrail } from "../src/constructs/state/audit/access-trail";
import { AlertKey } from "../src/constructs/state/audit/alert-key";
import { AuditKey } from "../src/constructs/state/audit/audit-key";
import { LogBucket } from "../src/constructs/state/audit/log-bucket";
import { PrivateBucket } from "../src/constructs/state/store/private-bucket";
import { AccessRole } from "../src/constructs/state/roles/access-role";
import { PermissionsBoundary } from "../src/constructs/state/roles/permissions-boundary";
import { StateBucket } from "../src/constructs/state/store/state-bucket";
import { StateKey } from "../src/constructs/state/store/state-key";
import { FlowLogs } from "../src/constructs/vpc/flow-logs";
import type { AcceptedFinding } from "./acceptance";
import {
  awsManagesTheKeys,
  isStateBucket,
  keepsClusterLogsAsSet,
  keepsFlowLogsAsSet,
  keepsTrailAsSet,
  movesTagsAsSet,
  onlySeesConfiguration,
  opensTheEndpointAsSet,
  storesStateUnderS3Keys,
} from "./explanations";

const keys = [AlertKey, AuditKey, ImageKey, LogKey, SecretsKey, StateKey, VolumeKey];
const logGroup = { type: "aws_cloudwatch_log_group" };
const clusterLogs = { ...logGroup, id: "Resource", madeBy: [ControlPlaneLogs] };
const flowLogs = { ...logGroup, id: "group", madeBy: [FlowLogs] };
const bucket = { type: "aws_s3_bucket", id: "Resource" };

/**
 * The failed checks that are accepted, by kind: what created the block, which setting explains the finding, and why it
 * is accepted. A test verifies that settings which use every feature need each entry.
 */
export const acceptedFindings: readonly AcceptedFinding[] = [
  ...keys.map((key) => ({
    checks: ["CKV_AWS_109", "CKV_AWS_111", "CKV_AWS_356"],
    type: "data.aws_iam_policy_document",
    id: "policy",
    madeBy: [CustomerKey, key],
    reason:
      "A key policy applies to its own key alone, which it has to call *, and leaves the account's root in charge, or the " +
      "key could become unmanageable. Who may use each key is tested by evaluating its policy.",
  })),
  {
    checks: ["CKV_AWS_136"],
    type: "aws_ecr_repository",
    id: "Resource",
    madeBy: [EcrRepository],
    explained: awsManagesTheKeys,
    reason: "The environment asks for keys that AWS manages: its images are encrypted with AES-256.",
  },
  {
    checks: ["CKV_AWS_51"],
    type: "aws_ecr_repository",
    id: "Resource",
    madeBy: [EcrRepository],
    explained: movesTagsAsSet,
    reason: "The repository's settings name patterns of tags that may move; every other tag is immutable.",
  },
  ...[clusterLogs, flowLogs].map((logs) => ({
    ...logs,
    checks: ["CKV_AWS_158"],
    explained: awsManagesTheKeys,
    reason: "The environment asks for keys that AWS manages: CloudWatch Logs encrypts its logs under its own.",
  })),
  ...[
    { ...clusterLogs, explained: keepsClusterLogsAsSet },
    { ...flowLogs, explained: keepsFlowLogsAsSet },
    { ...logGroup, id: "group", madeBy: [AccessTrail], explained: keepsTrailAsSet },
  ].map((logs) => ({
    ...logs,
    checks: ["CKV_AWS_338"],
    reason:
      "The settings say for how many days these logs are kept, which may be less than the year that is asked for.",
  })),
  {
    checks: ["CKV_AWS_39"],
    type: "aws_eks_cluster",
    id: "Resource",
    madeBy: [ControlPlane],
    explained: opensTheEndpointAsSet,
    reason:
      "The public endpoint answers the address ranges in the environment's settings alone; the whole internet is refused.",
  },
  {
    checks: ["CKV_AWS_356"],
    type: "data.aws_iam_policy_document",
    id: "read-rights",
    madeBy: [AccessRole],
    explained: onlySeesConfiguration,
    reason:
      "To plan and deploy, Terraform reads whatever the stacks are made of, and most of those calls (Describe, List) know no " +
      "resource but *. They read configuration, no data.",
  },
  {
    checks: ["CKV_AWS_107", "CKV_AWS_108", "CKV_AWS_109", "CKV_AWS_110", "CKV_AWS_111", "CKV_AWS_356"],
    type: "data.aws_iam_policy_document",
    id: "permissions",
    madeBy: [PermissionsBoundary],
    reason:
      "A permissions boundary gives no permission: it is the most that the policies of a role can give. That it excludes " +
      "the administration of identities is tested by evaluating it.",
  },
  {
    checks: ["CKV_AWS_252"],
    type: "aws_cloudtrail",
    id: "Resource",
    madeBy: [AccessTrail],
    reason:
      "The trail tells EventBridge of what matters at once; a message for each delivered log file would be noise.",
  },
  ...[LogBucket, AccessLogBucket].map((maker) => ({
    ...bucket,
    checks: ["CKV_AWS_144", "CKV2_AWS_62"],
    madeBy: [PrivateBucket, maker],
    reason:
      "The records are protected against deletion where they are and go to CloudWatch Logs too; a notice that another log " +
      "file has arrived serves no purpose.",
  })),
  {
    ...bucket,
    checks: ["CKV_AWS_145"],
    madeBy: [PrivateBucket, AccessLogBucket],
    reason: "S3 delivers server access logs only to a bucket under its own keys.",
  },
  {
    ...bucket,
    checks: ["CKV_AWS_145"],
    madeBy: [PrivateBucket, StateBucket],
    explained: storesStateUnderS3Keys,
    reason: "The settings ask for AES-256 for this environment's state, so that reading it takes no key.",
  },
  {
    ...bucket,
    checks: ["CKV_AWS_18", "CKV_AWS_144", "CKV2_AWS_62"],
    madeBy: [PrivateBucket, StateBucket],
    explained: isStateBucket,
    reason:
      "Access to state is recorded by CloudTrail's data events, which name the caller; alerts come from there as well. A " +
      "copy in another region is a setting of its own, since it is a second place to guard.",
  },
];
