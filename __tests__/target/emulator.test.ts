import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Testing } from "cdktf";
import { BaseStack } from "../../src/stacks/base-stack";
import { awsTarget, emulatorTarget, type TerraformTarget, terraformTarget } from "../../src/target/emulator";
import { hclOf, jsonOf } from "../support/hcl";
import type { Block } from "../support/synthesize";
import { exampleProject } from "../support/example-project";

class ExampleStack extends BaseStack {
  constructor(target: TerraformTarget, terraformVersion?: string) {
    const accountId = "123456789012";
    const region = "ap-northeast-1";
    super(Testing.app(), "example", {
      region,
      accountId,
      backend: { bucket: "state", key: "terraform.tfstate", region, accountId },
      tags: { Environment: "dev" },
      target,
      ...(terraformVersion === undefined ? {} : { terraformVersion }),
    });
    new AwsProvider(this, "osaka", { alias: "osaka", region: "ap-northeast-3" });
    new S3Bucket(this, "bucket", {});
    new EksCluster(this, "cluster", {
      name: "platform-dev",
      roleArn: "arn:aws:iam::123456789012:role/cluster",
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
      deletionProtection: true,
    });
    new EcrRepository(this, "fixed", { name: "fixed", imageTagMutability: "IMMUTABLE" });
    new EcrRepository(this, "moving", {
      name: "moving",
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilter: [{ filter: "latest*", filterType: "WILDCARD" }],
    });
  }
}

/** Every path at which two values differ, with both of its values. */
function differences(before: unknown, after: unknown, path = ""): Record<string, [unknown, unknown]> {
  if (JSON.stringify(before) === JSON.stringify(after)) return {};
  if (!isContainer(before) || !isContainer(after)) return { [path]: [before, after] };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.assign(
    {},
    ...names.map((name) => differences(before[name], after[name], path ? `${path}.${name}` : name)),
  ) as Record<string, [unknown, unknown]>;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

describe("an emulator run", () => {
  test("differs from a run against AWS only in these places", () => {
    const aws = jsonOf(new ExampleStack(awsTarget));
    const emulator = jsonOf(new ExampleStack(emulatorTarget));
    expect(differences(aws, emulator)).toEqual({
      "terraform.required_version": ["~> 1.13.5", ">= 1.10.0"],
      "terraform.required_providers.aws.version": ["~> 6.20.0", ">= 5.100.0, < 6.21.0"],
      "terraform.backend.s3.use_path_style": [undefined, true],
      "provider.aws.0.s3_use_path_style": [undefined, true],
      "provider.aws.1.s3_use_path_style": [undefined, true],
      "resource.aws_eks_cluster.cluster.deletion_protection": [true, undefined],
      "resource.aws_ecr_repository.moving.image_tag_mutability": ["IMMUTABLE_WITH_EXCLUSION", "IMMUTABLE"],
      "resource.aws_ecr_repository.moving.image_tag_mutability_exclusion_filter": [
        [{ filter: "latest*", filter_type: "WILDCARD" }],
        undefined,
      ],
    });
  });

  test("accepts OpenTofu as well as Terraform, regardless of the version that the settings require against AWS", () => {
    const { terraform } = jsonOf(new ExampleStack(emulatorTarget, "~> 1.12.0")) as { terraform: Block };
    expect(terraform.required_version).toBe(">= 1.10.0");
  });

  test("differs in the same places in HCL", () => {
    const aws = hclOf(new ExampleStack(awsTarget));
    const emulator = hclOf(new ExampleStack(emulatorTarget));
    const words = (hcl: string) => new Set(hcl.split("\n").map((line) => line.trim().replace(/\s+/g, " ")));
    expect([...words(aws)].filter((line) => !words(emulator).has(line))).toEqual([
      'required_version = "~> 1.13.5"',
      'version = "~> 6.20.0"',
      "deletion_protection = true",
      'image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"',
      "image_tag_mutability_exclusion_filter {",
      'filter = "latest*"',
      'filter_type = "WILDCARD"',
    ]);
    expect([...words(emulator)].filter((line) => !words(aws).has(line))).toEqual([
      'required_version = ">= 1.10.0"',
      'version = ">= 5.100.0, < 6.21.0"',
      "use_path_style = true",
      "s3_use_path_style = true",
    ]);
  });

  test("omits chat channels, which emulators do not support", () => {
    const topic = { aws_sns_topic: { alerts: { name: "alerts" } } };
    const channel = { aws_chatbot_slack_channel_configuration: { channel: { configuration_name: "alerts" } } };
    expect(emulatorTarget.adapt({ resource: { ...topic, ...channel } })).toEqual({ resource: topic });
  });

  test("does not change a local backend", () => {
    const local = { terraform: { backend: { local: { path: "/project/bootstrap.tfstate" } } } };
    expect(emulatorTarget.adapt(local)).toEqual(local);
  });
});

describe("terraformTarget", () => {
  test.each([
    ["no endpoint is set", {}],
    ["the endpoint is emptied", { AWS_ENDPOINT_URL: "", AWS_ENDPOINT_URL_S3: "" }],
  ])("is AWS when %s", (_case, env) => {
    expect(terraformTarget(env)).toBe(awsTarget);
  });

  test.each([
    "http://127.0.0.1:4566",
    "http://127.8.0.1",
    "http://[::1]:4566",
    "https://localhost:4566",
    "http://127.1:80",
  ])("is an emulator when the endpoint is %s", (endpoint) => {
    expect(terraformTarget({ AWS_ENDPOINT_URL: endpoint })).toBe(emulatorTarget);
  });

  test.each([
    "https://s3.amazonaws.com",
    "http://10.0.0.5:4566",
    "http://0.0.0.0:4566",
    "http://127.0.0.1.example.com:4566",
    "http://localhost@example.com",
    "127.0.0.1:4566",
    "ftp://localhost",
    "nonsense",
  ])("fails when the endpoint is %s", (endpoint) => {
    expect(() => terraformTarget({ AWS_ENDPOINT_URL: endpoint })).toThrow(
      `AWS_ENDPOINT_URL must be the address of an emulator on this machine, for example http://127.0.0.1:4566, got "${endpoint}"; unset it to reach AWS`,
    );
  });

  test.each(["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_S3_ENDPOINT"])(
    "fails when %s leads elsewhere than the emulator",
    (name) => {
      const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566", [name]: "https://example.com" };
      expect(() => terraformTarget(env)).toThrow(`${name} must be the address of an emulator on this machine`);
    },
  );

  test("fails when calls to only one service would reach the emulator", () => {
    expect(() => terraformTarget({ AWS_ENDPOINT_URL_S3: "http://127.0.0.1:4566" })).toThrow(
      "AWS_ENDPOINT_URL_S3 needs AWS_ENDPOINT_URL as well: calls to other services would reach AWS",
    );
  });

  test.each(["true", "True", "TRUE"])("fails when %s makes the SDK ignore the endpoint", (ignored) => {
    const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ignored };
    expect(() => terraformTarget(env)).toThrow(
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS contradicts AWS_ENDPOINT_URL: unset one of them",
    );
  });

  test("ends the app with that message, without a stack trace", () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "eks-platform-synth-"));
    const app = spawnSync(process.execPath, ["--require", "./src/start.cjs", "main.ts"], {
      cwd: exampleProject(),
      env: { ...process.env, CDKTF_OUTDIR: outdir, AWS_ENDPOINT_URL: "https://example.com" },
      encoding: "utf8",
    });
    rmSync(outdir, { recursive: true });
    expect(app.status).toBe(1);
    expect(app.stderr).toMatch(
      /^AWS_ENDPOINT_URL must be the address of an emulator .*, got "https:\/\/example.com"; .*\n$/,
    );
  });
});
