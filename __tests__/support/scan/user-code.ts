import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { type App, type TerraformElement, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { EcrRepository } from "../../../src/constructs/ecr/ecr-repository";
import { ControlPlaneLogs } from "../../../src/constructs/eks/cluster/control-plane-logs";
import { CustomerKey } from "../../../src/constructs/kms/customer-key";
import { StateBucket } from "../../../src/constructs/state/store/state-bucket";
import { AccessRole } from "../../../src/constructs/state/roles/access-role";

const everything: DataAwsIamPolicyDocumentStatement[] = [
  { actions: ["iam:*", "ec2:*", "s3:GetObject"], resources: ["*"] },
];

/** Resources that a team might define in its own construct. */
class Uploads extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new S3Bucket(this, "bucket", { bucket: "acme-uploads" });
    new CloudwatchLogGroup(this, "group", { name: "/acme/uploads", retentionInDays: 1 });
    const policy = new DataAwsIamPolicyDocument(this, "policy", { statement: everything });
    new IamPolicy(this, "Resource", { policy: policy.json });
  }
}

const policyFaults = ["CKV_AWS_107", "CKV_AWS_108", "CKV_AWS_109", "CKV_AWS_110", "CKV_AWS_111", "CKV_AWS_356"];
const bareBucketFaults = ["CKV2_AWS_6", "CKV2_AWS_61", "CKV2_AWS_62", "CKV_AWS_144", "CKV_AWS_145"];

/** The checks that must fail for each block of the user code, regardless of the accepted findings of the platform. */
export const faultsOfUserCode: Readonly<Record<string, readonly string[]>> = {
  "live aws_s3_bucket.uploads_bucket": [...bareBucketFaults, "CKV_AWS_18", "CKV_AWS_21"],
  "live aws_cloudwatch_log_group.uploads_group": ["CKV_AWS_158", "CKV_AWS_338"],
  "live data.aws_iam_policy_document.uploads_policy": policyFaults,
  "live aws_ecr_repository.extra": ["CKV_AWS_136"],
  "live aws_cloudwatch_log_group.extra_logs": ["CKV_AWS_158", "CKV_AWS_338"],
  "live data.aws_iam_policy_document.extra_key_policy": policyFaults,
  "live aws_eks_cluster.cluster": ["CKV_AWS_38", "CKV_AWS_39"],
  "sandbox aws_s3_bucket.uploads_bucket": [...bareBucketFaults, "CKV_AWS_18", "CKV_AWS_21"],
  "sandbox aws_cloudwatch_log_group.uploads_group": ["CKV_AWS_158", "CKV_AWS_338"],
  "sandbox data.aws_iam_policy_document.uploads_policy": policyFaults,
  "sandbox aws_ecr_repository.repositories_worker": ["CKV_AWS_51"],
  "sandbox aws_cloudwatch_log_group.cluster_logs": ["CKV_AWS_338"],
  "test aws_eks_cluster.cluster": ["CKV_AWS_39"],
  "bootstrap aws_s3_bucket.extra": ["CKV2_AWS_62", "CKV_AWS_144", "CKV_AWS_145", "CKV_AWS_18"],
  "bootstrap data.aws_iam_policy_document.extra_role_read_rights": policyFaults,
  "shared aws_sns_topic.topic": ["CKV_AWS_26"],
};

/** Adds resources to the stacks of the rich settings that have accepted findings, but no setting that explains them. */
export function addUserCode(app: App): void {
  const stack = (name: string): TerraformStack => {
    const found = app.node.findChild(name);
    if (!TerraformStack.isStack(found)) throw new Error(`${name} is no stack`);
    return found;
  };
  new Uploads(stack("live"), "uploads");
  new EcrRepository(stack("live"), "extra", { repositoryName: "acme-live/extra" });
  new ControlPlaneLogs(stack("live"), "extra-logs", { clusterName: "acme-live-extra", retentionDays: 7 });
  new CustomerKey(stack("live"), "extra-key", {
    alias: "alias/acme-live-extra",
    description: "Admits more than its callers",
    statements: everything,
  });
  override(stack("live"), "aws_eks_cluster.cluster", "vpc_config.endpoint_public_access", true);

  // Here settings explain the same check of other blocks.
  new Uploads(stack("sandbox"), "uploads");
  override(stack("test"), "aws_eks_cluster.cluster", "vpc_config.public_access_cidrs", ["192.0.2.0/24", "8.0.0.0/8"]);
  override(stack("sandbox"), "aws_ecr_repository.repositories_worker", "image_tag_mutability", "MUTABLE");
  override(stack("sandbox"), "aws_cloudwatch_log_group.cluster_logs", "retention_in_days", 1);

  new StateBucket(stack("bootstrap"), "extra", { bucketName: "acme-extra", stateKeys: ["a"], statements: [] });
  new AccessRole(stack("bootstrap"), "extra-role", {
    name: "Extra",
    description: "Does everything",
    trustedPrincipals: ["arn:aws:iam::210987654321:root"],
    permissions: { read: everything },
  });

  const shared = new TerraformStack(app, "shared");
  new AwsProvider(shared, "aws", { region: "us-east-1" });
  new SnsTopic(shared, "topic", { name: "acme" });
}

function override(stack: Construct, address: string, argument: string, value: unknown): void {
  const [type, id] = address.split(".");
  const element = stack.node.findAll().find((construct): construct is TerraformElement => {
    return (
      "terraformResourceType" in construct &&
      construct.terraformResourceType === type &&
      "friendlyUniqueId" in construct &&
      construct.friendlyUniqueId === id
    );
  });
  if (!element) throw new Error(`no ${address}`);
  element.addOverride(argument, value);
}
