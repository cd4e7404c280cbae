import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3TablesTableBucket } from "@cdktf/provider-aws/lib/s3tables-table-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { TerraformHclModule, TerraformIterator, Testing } from "cdktf";
import { hclConfiguration } from "../../../src/cdktf/hcl/configuration";
import { BaseStack } from "../../../src/stacks/base-stack";
import type { JsonObject } from "../../../src/cdktf/terraform-json";
import { hclOf } from "../../support/hcl";

/** The configuration after the terraform and provider blocks. */
function hclOfResources(build: (stack: BaseStack) => void): string {
  class ExampleStack extends BaseStack {}
  const stack = new ExampleStack(Testing.app(), "example", {
    region: "ap-northeast-1",
    accountId: "123456789012",
    backend: { local: "example.tfstate" },
  });
  build(stack);
  const hcl = hclOf(stack);
  return hcl.slice(hcl.indexOf("\n}\n\n", hcl.indexOf('provider "aws"')) + "\n}\n\n".length);
}

describe("the HCL of a configuration", () => {
  test("distinguishes blocks from arguments, in the layout of terraform fmt", () => {
    const hcl = hclOfResources((stack) => {
      new LaunchTemplate(stack, "nodes", {
        tags: { Name: "nodes" },
        metadataOptions: { httpTokens: "required" },
        blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 50 } }],
      });
    });
    expect(hcl).toBe(`resource "aws_launch_template" "nodes" {
  tags = {
    Name = "nodes"
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size = 50
    }
  }

  metadata_options {
    http_tokens = "required"
  }
}
`);
  });

  test("keeps resources and data sources in the order in which they were created", () => {
    const hcl = hclOfResources((stack) => {
      new S3Bucket(stack, "second", {});
      new SecurityGroup(stack, "group", {});
      new S3Bucket(stack, "first", {});
    });
    expect(hcl.match(/resource "\w+" "\w+" \{\}/g)).toEqual([
      'resource "aws_s3_bucket" "second" {}',
      'resource "aws_security_group" "group" {}',
      'resource "aws_s3_bucket" "first" {}',
    ]);
  });

  test("keeps an empty list if it removes what exists", () => {
    const hcl = hclOfResources((stack) => {
      new SecurityGroup(stack, "group", { ingress: [] });
      new LaunchTemplate(stack, "nodes", { tagSpecifications: [] });
    });
    expect(hcl).toContain('resource "aws_security_group" "group" {\n  ingress = []\n}');
    expect(hcl).toContain('resource "aws_launch_template" "nodes" {}');
  });

  test("writes dynamic blocks", () => {
    const hcl = hclOfResources((stack) => {
      const types = TerraformIterator.fromList(["instance", "volume"]);
      new LaunchTemplate(stack, "nodes", {
        tagSpecifications: types.dynamic({ resource_type: types.value as unknown }),
      });
    });
    expect(hcl).toContain(`dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])
    iterator = each

    content {
      resource_type = each.value
    }
  }`);
  });

  test("writes module calls", () => {
    const hcl = hclOfResources((stack) => {
      const bucket = new S3Bucket(stack, "bucket", {});
      new TerraformHclModule(stack, "network", {
        source: "team/network/aws",
        version: "1.0.0",
        variables: { name: "[x", nothing: null, cidrs: [bucket.arn] },
        dependsOn: [bucket],
      });
    });
    expect(hcl).toContain(`module "network" {
  source     = "team/network/aws"
  version    = "1.0.0"
  name       = "[x"
  nothing    = null
  cidrs      = [aws_s3_bucket.bucket.arn]
  depends_on = [aws_s3_bucket.bucket]
}`);
  });

  test("writes import blocks", () => {
    const hcl = hclOfResources((stack) => {
      new S3Bucket(stack, "bucket", {}).importFrom("adopted");
    });
    expect(hcl).toContain('import {\n  id = "adopted"\n  to = aws_s3_bucket.bucket\n}');
  });
});

describe("the HCL of a configuration fails", () => {
  test("when an override adds a name that can be a block or an argument", () => {
    const build = () =>
      hclOfResources((stack) => {
        new LaunchTemplate(stack, "nodes", {}).addOverride("placement", { tenancy: "dedicated" });
      });
    expect(build).toThrow(
      "aws_launch_template.nodes.placement can be a block or an argument, which only a prop states: set it as a prop rather than by an override",
    );
  });

  test("when the bindings treat an argument as a block", () => {
    const build = () =>
      hclOfResources((stack) => {
        new S3TablesTableBucket(stack, "tables", { name: "t", encryptionConfiguration: { sseAlgorithm: "AES256" } });
      });
    expect(build).toThrow("aws_s3tables_table_bucket.tables.encryption_configuration can be a block or an argument");
  });

  test("when a resource has provisioners", () => {
    const build = () =>
      hclOfResources((stack) => {
        new S3Bucket(stack, "bucket", { provisioners: [{ type: "local-exec", command: "true" }] });
      });
    expect(build).toThrow("aws_s3_bucket.bucket has a provisioner or connection, which only the JSON output can hold");
  });

  test.each<[string, JsonObject, string]>([
    ["a section", { check: { health: {} } }, "the configuration has check, which only the JSON output can hold"],
    ["a setting", { terraform: { cloud: {} } }, "terraform has cloud, which only the JSON output can hold"],
  ])("when %s is not known", (_case, configuration, message) => {
    expect(() => hclConfiguration(configuration, new Map())).toThrow(message);
  });
});
