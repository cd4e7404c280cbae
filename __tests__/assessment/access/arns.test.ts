import { arnOf, resolved } from "../../../assessment/access/arns";
import { projectOf } from "../support/project";

const [stack] = projectOf({
  dev: {
    provider: {
      aws: [
        { region: "us-gov-west-1", allowed_account_ids: ["123456789012"] },
        { alias: "other", region: "us-gov-east-1", allowed_account_ids: ["210987654321"] },
      ],
    },
    resource: {
      aws_iam_role: { deployer: { name: "Deployer", path: "/ci/" }, unnamed: { name: "${var.name}" } },
      aws_kms_key: { data: {}, elsewhere: { provider: "aws.other" } },
      aws_s3_bucket: { logs: { bucket: "logs-${data.aws_caller_identity.current.account_id}" } },
      aws_eks_cluster: { cluster: { name: "platform-dev" } },
      aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
    },
    data: { aws_caller_identity: { current: {} } },
  },
}).stacks;

if (!stack) throw new Error("no stack");

test.each([
  ["aws_iam_role.deployer", "arn:aws-us-gov:iam::123456789012:role/ci/Deployer"],
  ["aws_kms_key.data", "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/data"],
  ["aws_kms_key.elsewhere", "arn:aws-us-gov:kms:us-gov-east-1:210987654321:key/elsewhere"],
  ["aws_s3_bucket.logs", "arn:aws-us-gov:s3:::logs-123456789012"],
  ["aws_iam_role.unnamed", undefined],
  ["aws_vpc.vpc", undefined],
])("the ARN of %s is %s", (address, expected) => {
  const block = stack.blocks.get(address);
  expect(block && arnOf(block, stack)).toBe(expected);
});

test.each([
  ["${aws_s3_bucket.logs.arn}/*", "arn:aws-us-gov:s3:::logs-123456789012/*"],
  ["${aws_iam_role.deployer.name}", "Deployer"],
  ["arn:aws:s3:::home/&{aws:username}", "arn:aws:s3:::home/${aws:username}"],
  [
    '${element(split("://", aws_eks_cluster.cluster.identity[0].oidc[0].issuer), 1)}:sub',
    "oidc.eks.us-gov-west-1.amazonaws.com/id/cluster:sub",
  ],
  ["${var.region}", undefined],
  ["${aws_vpc.vpc.id}", "vpc"],
  ["${aws_vpc.vpc.cidr_block}", "10.0.0.0/16"],
])("%s is %s", (text, expected) => {
  expect(resolved(text, stack)).toBe(expected);
});
