import { readFileSync } from "node:fs";
import path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Testing } from "cdktf";
import { BaseStack, type BaseStackProps } from "../../src/stacks/base-stack";
import { versions } from "../../src/target/versions";
import type { Block } from "../support/synthesize";

class ExampleStack extends BaseStack {
  constructor(props: Partial<BaseStackProps> = {}) {
    super(Testing.app(), "example", {
      region: "ap-northeast-1",
      accountId: "123456789012",
      backend: {
        bucket: "my-terraform-state-dev",
        key: "eks-cluster/terraform.tfstate",
        region: "ap-northeast-1",
        accountId: "123456789012",
      },
      ...props,
    });
    new S3Bucket(this, "logs", {});
  }
}

function synthesize(props?: Partial<BaseStackProps>): {
  terraform: Block;
  provider: { aws: Block[] };
  resource: Block;
} {
  return JSON.parse(Testing.synth(new ExampleStack(props), true)) as ReturnType<typeof synthesize>;
}

describe("BaseStack", () => {
  test("pins Terraform and the AWS provider", () => {
    const { terraform } = synthesize();
    expect(terraform.required_version).toBe("~> 1.13.5");
    expect(terraform.required_providers).toEqual({ aws: { source: "hashicorp/aws", version: "~> 6.20.0" } });
  });

  test("requires another Terraform version when one is set", () => {
    expect(synthesize({ terraformVersion: "~> 1.12.0" }).terraform.required_version).toBe("~> 1.12.0");
  });

  test("binds the provider to one account and region", () => {
    expect(synthesize().provider.aws).toEqual([{ region: "ap-northeast-1", allowed_account_ids: ["123456789012"] }]);
  });

  test("makes the provider tag every resource", () => {
    const { provider } = synthesize({ tags: { Environment: "dev", CostCenter: "42" } });
    expect(provider.aws[0]?.default_tags).toEqual([{ tags: { Environment: "dev", CostCenter: "42" } }]);
  });

  test("stores its state in S3", () => {
    expect(synthesize().terraform.backend).toEqual({
      s3: expect.objectContaining({ bucket: "my-terraform-state-dev", use_lockfile: true }) as unknown,
    });
  });

  test("stores its state in a local file when one is set", () => {
    const { terraform } = synthesize({ backend: { local: "/project/bootstrap.tfstate" } });
    expect(terraform.backend).toEqual({ local: { path: "/project/bootstrap.tfstate" } });
  });

  test("generates readable logical IDs", () => {
    expect(Object.keys(synthesize().resource.aws_s3_bucket as Block)).toEqual(["logs"]);
  });
});

describe("versions", () => {
  test("the version manager's file names a Terraform that the constraint allows", () => {
    const pinned = readFileSync(path.join(__dirname, "../../.terraform-version"), "utf8").trim();
    expect(`~> ${pinned}`).toBe(versions.terraform);
  });

  test("the provider's constraint allows the version that the bindings were generated from", () => {
    const bindings = JSON.parse(readFileSync(require.resolve("@cdktf/provider-aws/package.json"), "utf8")) as {
      cdktf: { provider: { version: string } };
    };
    expect(`~> ${bindings.cdktf.provider.version}`).toBe(versions.awsProvider);
  });
});
