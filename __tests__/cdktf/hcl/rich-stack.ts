import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn, TerraformIterator, TerraformLocal, TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { BaseStack, type BaseStackProps } from "../../../src/stacks/base-stack";

/** Strings that mean something else in HCL unless they are escaped. */
const awkwardStrings: Readonly<Record<string, string>> = {
  "a number": "1",
  "a/list": '["x", 1]',
  object: '{ a = "b" }',
  quoted: '"quoted"',
  backslash: "C:\\path \\d+",
  lines: "first\nsecond",
  paragraphs: "first\n\tsecond \\n\n",
  escaped: "$${not.a.reference} %%{if}",
  for: "true",
  empty: "",
};

/** A stack with every construct that the HCL output must preserve from the JSON output. */
export class RichStack extends BaseStack {
  constructor(scope: Construct, props: Partial<BaseStackProps> = {}) {
    super(scope, "rich", {
      region: "ap-northeast-1",
      accountId: "123456789012",
      backend: {
        bucket: "my-terraform-state-prod",
        key: "rich/terraform.tfstate",
        region: "ap-northeast-1",
        accountId: "123456789012",
        kmsKeyId: "alias/terraform-state",
      },
      tags: awkwardStrings,
      ...props,
    });
    const vpc = this.addNetwork();
    this.addPolicies(vpc);
    this.addRepository();
    this.addCompute(vpc);
    this.addStorageElsewhere();
    this.addValues(vpc);
  }

  private addNetwork(): Vpc {
    const vpc = new Vpc(this, "vpc", {
      cidrBlock: "10.0.0.0/16",
      tags: awkwardStrings,
      lifecycle: {
        preventDestroy: true,
        ignoreChanges: ["tags", 'tags_all["Name"]'],
        precondition: [{ condition: "${length(var.suffix) > 0}", errorMessage: 'the "first" condition' }],
      },
    });
    const subnet = new Subnet(this, "subnet", {
      vpcId: vpc.id,
      cidrBlock: Fn.cidrsubnet(vpc.cidrBlock, 4, 1),
      timeouts: { create: "30m" },
      lifecycle: { ignoreChanges: "all", replaceTriggeredBy: ["aws_vpc.vpc.id"] },
    });
    const group = new SecurityGroup(this, "group", {
      vpcId: vpc.id,
      ingress: [{ fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: [vpc.cidrBlock], selfAttribute: false }],
      egress: [],
      dependsOn: [subnet],
    });
    new VpcSecurityGroupIngressRule(this, "rule", {
      forEach: TerraformIterator.fromList(["10.0.0.0/8", "192.168.0.0/16"]),
      securityGroupId: group.id,
      ipProtocol: "-1",
      cidrIpv4: "${each.value}",
    });
    return vpc;
  }

  private addPolicies(vpc: Vpc): void {
    const document = new DataAwsIamPolicyDocument(this, "document", {
      statement: [
        {
          sid: "Read",
          actions: ["s3:GetObject"],
          resources: [`arn:aws:s3:::bucket-of-${vpc.id}/*`],
          condition: [{ test: "StringLike", variable: "aws:PrincipalArn", values: ["arn:aws:iam::*:role/&{aws:x}"] }],
        },
        { sid: "List", actions: ["s3:ListBucket"], resources: ["*"] },
      ],
    });
    new IamPolicy(this, "policy", { name: "read", policy: document.json });
    new IamPolicy(this, "encoded", {
      name: "encoded",
      policy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: vpc.arn }],
      }),
    });
  }

  private addRepository(): void {
    const repository = new EcrRepository(this, "repository", {
      name: "platform/api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [{ rulePriority: 1, selection: { tagPrefixList: ["v"] }, action: { type: "expire" } }],
      }),
    });
  }

  private addCompute(vpc: Vpc): void {
    const cluster = new EksCluster(this, "cluster", {
      name: "platform",
      roleArn: "arn:aws:iam::123456789012:role/cluster",
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], endpointPrivateAccess: true },
      encryptionConfig: {
        resources: ["secrets"],
        provider: { keyArn: "arn:aws:kms:ap-northeast-1:123456789012:key/k" },
      },
    });
    const nodes = new LaunchTemplate(this, "nodes", {
      tags: { Name: "nodes" },
      userData: Fn.base64encode(Fn.rawString(`#!/bin/bash\necho "in \${HOME}" > log\n`)),
      description: `nodes of\n${cluster.name}\n`,
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 50, encrypted: "true" } }],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { ...awkwardStrings, vpc: vpc.id },
      })),
    });
    nodes.addOverride("metadata_options.http_endpoint", "enabled");
    nodes.addOverride("tags.owner", "[platform]");
    nodes.addOverride("default_version", "1");
  }

  private addStorageElsewhere(): void {
    const elsewhere = new AwsProvider(this, "aws_osaka", { alias: "osaka", region: "ap-northeast-3" });
    const bucket = new S3Bucket(this, "bucket", { provider: elsewhere, bucketPrefix: "logs-" });
    new S3BucketLifecycleConfiguration(this, "expiry", {
      provider: elsewhere,
      bucket: bucket.bucket,
      rule: [{ id: "locks", status: "Enabled", filter: [{ prefix: "locks/" }], expiration: [{ days: 7 }] }],
    });
    new S3Bucket(this, "moved_bucket", { bucketPrefix: "old-" }).moveToId("aws_s3_bucket.bucket");
    this.addOverride("removed", [{ from: "aws_s3_bucket.gone", lifecycle: { destroy: false } }]);
  }

  private addValues(vpc: Vpc): void {
    const suffix = new TerraformVariable(this, "suffix", {
      type: "string",
      default: "1",
      description: 'a "suffix"',
      validation: [{ condition: "${length(var.suffix) > 0}", errorMessage: "must not be empty" }],
    });
    const local = new TerraformLocal(this, "names", {
      list: ["[x", "1", vpc.id],
      numeric: "1",
      text: `${suffix.stringValue}-"x"`,
    });
    new TerraformOutput(this, "values", {
      value: { local: local.expression as unknown, vpc: [vpc.id, vpc.arn] },
      description: "[all]",
    }).addOverride("depends_on", ["aws_vpc.vpc"]);
    new TerraformOutput(this, "port", { value: 443, sensitive: true });
  }
}
