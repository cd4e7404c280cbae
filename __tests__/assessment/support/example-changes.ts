import type { Comparison } from "../../../assessment/comparison/comparison";

/** Changes of each kind: a control that got worse and one that got better, a cell, and a resource. */
export const exampleChanges: Comparison = {
  controls: [
    {
      framework: "reference",
      id: "State.4",
      title: "Locked state",
      before: "passes",
      after: "fails",
      findings: [
        {
          rule: "state-is-locked",
          stack: "dev",
          address: "aws_s3_bucket.state_dev",
          before: "passes",
          after: "fails",
          found: "no lock",
          direction: "worse",
        },
      ],
      direction: "worse",
    },
    {
      framework: "aws-fsbp",
      id: "kms_key.passes",
      title: "Keys that the public cannot use",
      before: "fails",
      after: "passes",
      findings: [],
      direction: "better",
    },
  ],
  access: [
    {
      environments: ["dev"],
      principals: ["arn:aws:iam::123456789012:role/Auditor"],
      questions: ["State: read"],
      before: "denied",
      after: "allowed",
      access: "more",
    },
    {
      environments: ["dev", "prod"],
      principals: ["anonymous", "deployer", "planner", "viewer"],
      questions: ["Cluster: reach its API endpoint"],
      before: "conditional",
      after: "conditional",
      access: "other",
      noteBefore: "only from the cluster's VPC",
      note: "only from 203.0.113.0/24",
    },
  ],
  resources: [
    {
      stack: "dev",
      address: "aws_vpc.vpc",
      change: "changed",
      attributes: [{ path: "cidr_block", before: '"10.0.0.0/16"' }],
    },
  ],
};
