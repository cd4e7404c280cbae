import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { LocalBackend, type TerraformElement, TerraformLocal, TerraformStack, Testing } from "cdktf";
import { BaseStack } from "../../../src/stacks/base-stack";
import { ReadableIds } from "../../../src/cdktf/readable-ids";
import { hclOf } from "../../support/hcl";

/** The output of CDKTF itself, with readable IDs for comparison. */
class CdktfStack extends TerraformStack {
  private readonly ids = new ReadableIds();

  constructor() {
    super(Testing.app(), "example");
    new AwsProvider(this, "aws", { region: "ap-northeast-1" });
    new LocalBackend(this, { path: "example.tfstate" });
    this.addOverride("terraform.required_version", "~> 1.13.5");
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return this.ids.allocate(element);
  }
}

class CorrectedStack extends BaseStack {
  constructor() {
    const accountId = "123456789012";
    super(Testing.app(), "example", { region: "ap-northeast-1", accountId, backend: { local: "example.tfstate" } });
  }
}

function overrideBackend(stack: TerraformStack, path: string): void {
  const backend = stack.node.findChild("backend");
  if (backend instanceof LocalBackend) backend.addOverride("path", path);
}

function bucket(stack: TerraformStack, config: ConstructorParameters<typeof S3Bucket>[2] = {}): S3Bucket {
  return new S3Bucket(stack, "bucket", config);
}

function parameter(stack: TerraformStack, value: string): SsmParameter {
  return new SsmParameter(stack, "parameter", { name: "example", type: "String", value });
}

/** What CDKTF writes incorrectly, the correct output, and a stack that produces it. */
const defects: Record<string, { build: (stack: TerraformStack) => unknown; broken?: string; corrected: string }> = {
  "loses the name of required_version": {
    build: () => undefined,
    broken: '0 = "required_version"',
    corrected: 'required_version = "~> 1.13.5"',
  },
  "quotes references in depends_on": {
    build: (stack) => new SsmParameter(stack, "p", { name: "p", type: "String", dependsOn: [bucket(stack)] }),
    broken: 'depends_on = [ "aws_s3_bucket.bucket", ]',
    corrected: "depends_on = [aws_s3_bucket.bucket]",
  },
  "quotes names in ignore_changes": {
    build: (stack) =>
      new EksNodeGroup(stack, "nodes", {
        clusterName: "platform",
        nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
        subnetIds: ["subnet-1"],
        scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 2 },
        lifecycle: { ignoreChanges: ["scaling_config[0].desired_size"] },
      }),
    broken: 'ignore_changes = [ "scaling_config[0].desired_size", ]',
    corrected: "ignore_changes = [scaling_config[0].desired_size]",
  },
  "quotes the keyword all of ignore_changes": {
    build: (stack) => bucket(stack, { lifecycle: { ignoreChanges: "all" } }),
    broken: 'ignore_changes = "all"',
    corrected: "ignore_changes = all",
  },
  "quotes references in replace_triggered_by": {
    build: (stack) => bucket(stack, { lifecycle: { replaceTriggeredBy: ["aws_ssm_parameter.parameter.version"] } }),
    broken: 'replace_triggered_by = [ "aws_ssm_parameter.parameter.version", ]',
    corrected: "replace_triggered_by = [aws_ssm_parameter.parameter.version]",
  },
  "quotes the reference to a provider": {
    build: (stack) =>
      bucket(stack, { provider: new AwsProvider(stack, "osaka", { alias: "osaka", region: "ap-northeast-3" }) }),
    broken: 'provider = "aws.osaka"',
    corrected: "provider = aws.osaka",
  },
  "takes a string that starts like a list for one in an override": {
    build: (stack) => {
      bucket(stack).addOverride("bucket", "[x");
    },
    broken: "bucket = [x",
    corrected: 'bucket = "[x"',
  },
  "takes a string that starts like an object for one in a local": {
    build: (stack) => new TerraformLocal(stack, "json", '{"a": 1}'),
    broken: 'json = {"a": 1}',
    corrected: 'json = "{\\"a\\": 1}"',
  },
  "takes a quoted string for an expression in the backend": {
    build: (stack) => {
      overrideBackend(stack, '"x"');
    },
    broken: 'path = "x"',
    corrected: 'path = "\\"x\\""',
  },
  "takes a numeric string for a number in the backend": {
    build: (stack) => {
      overrideBackend(stack, "123456789012");
    },
    broken: "path = 123456789012",
    corrected: 'path = "123456789012"',
  },
  "takes a numeric string for a number in a local": {
    build: (stack) => new TerraformLocal(stack, "port", "443"),
    broken: "port = 443",
    corrected: 'port = "443"',
  },
  "loses locals that are false": {
    build: (stack) => new TerraformLocal(stack, "enabled", false),
    corrected: "enabled = false",
  },
  "does not escape serialized objects that hold a reference": {
    build: (stack) => parameter(stack, JSON.stringify({ Resource: bucket(stack).arn })),
    broken: 'value = "{"Resource":"${aws_s3_bucket.bucket.arn}"}"',
    corrected: 'value = "{\\"Resource\\":\\"${aws_s3_bucket.bucket.arn}\\"}"',
  },
  "adds a newline to strings of several lines": {
    build: (stack) => parameter(stack, "first\nsecond"),
    broken: "value = <<EOF first second EOF",
    corrected: 'value = "first\\nsecond"',
  },
  "does not escape backslashes": {
    build: (stack) => parameter(stack, "\\d+"),
    broken: 'value = "\\d+"',
    corrected: 'value = "\\\\d+"',
  },
  "does not escape quotes beside a reference": {
    build: (stack) => parameter(stack, `"${bucket(stack).arn}"`),
    broken: 'value = ""${aws_s3_bucket.bucket.arn}""',
    corrected: 'value = "\\"${aws_s3_bucket.bucket.arn}\\""',
  },
  "writes conditions of the lifecycle as a list": {
    build: (stack) =>
      bucket(stack, { lifecycle: { precondition: [{ condition: "${path.cwd != null}", errorMessage: "no" }] } }),
    broken: "precondition = [ {",
    corrected: "precondition {",
  },
  "loses removed blocks": {
    build: (stack) => {
      stack.addOverride("removed", [{ from: "aws_s3_bucket.gone", lifecycle: { destroy: false } }]);
    },
    corrected: "removed { from = aws_s3_bucket.gone lifecycle { destroy = false } }",
  },
  "loses overrides of the stack": {
    build: (stack) => {
      bucket(stack);
      stack.addOverride("resource.aws_s3_bucket.bucket.force_destroy", true);
    },
    corrected: "force_destroy = true",
  },
};

describe("the HCL output", () => {
  test.each(Object.entries(defects))("corrects that CDKTF %s", (_defect, { build, broken, corrected }) => {
    const [upstream, ours] = [new CdktfStack(), new CorrectedStack()].map((stack) => {
      build(stack);
      return hclOf(stack).replace(/\s+/g, " ");
    });
    if (broken) expect(upstream).toContain(broken);
    expect(upstream).not.toContain(corrected);
    expect(ours).toContain(corrected);
  });
});
