import { type Json, type JsonObject, isObject, mapValues } from "../cdktf/terraform-json";
import type { Versions } from "./versions";

/** What a stack is synthesized for: AWS itself, or an emulator of AWS on this machine. */
export interface TerraformTarget {
  readonly name: "aws" | "emulator";

  /** Converts the configuration for AWS to the configuration for this target. */
  adapt(configuration: JsonObject): JsonObject;
}

export const awsTarget: TerraformTarget = { name: "aws", adapt: (configuration) => configuration };

/**
 * An emulator is not production: any Terraform or OpenTofu with S3 native locking, and any provider close to the pinned
 * one, is sufficient. One bound covers both, since the configuration does not know which of them reads it;
 * `commands/terraform/installed-terraform.ts` applies the bound of each.
 */
export const emulatorVersions: Versions = { terraform: ">= 1.10.0", awsProvider: ">= 5.100.0, < 6.21.0" };

/**
 * Everything that differs in an emulator run: version constraints, path-style S3 addresses (a bucket's own host name
 * does not resolve to a loopback address), the arguments that version 5 of the provider does not support, and the chat
 * channel of alerts, which no emulator supports.
 */
export const emulatorTarget: TerraformTarget = {
  name: "emulator",
  adapt: (configuration) =>
    mapValues(configuration, (value, section) => {
      if (section === "terraform") return isObject(value) ? relaxTerraformBlock(value) : value;
      if (section === "data") return inEachBlock(value, "terraform_remote_state", withPathStyle);
      if (section === "provider") return inEachBlock(value, "aws", (aws) => ({ ...aws, s3_use_path_style: true }));
      if (section === "resource") return isObject(value) ? adaptResources(value) : value;
      return value;
    }),
};

/** Endpoints that are neither those of AWS nor of an emulator on this machine. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}

/**
 * The target that the environment variables select. The AWS SDKs honor `AWS_ENDPOINT_URL`, so an endpoint on this
 * machine selects an emulator; without one the target is AWS.
 *
 * @throws EndpointError when an endpoint is neither AWS nor on this machine, or when calls to only some services would
 * reach the emulator
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function terraformTarget(env: NodeJS.ProcessEnv): TerraformTarget {
  const endpoints = Object.entries(env).filter(([name, value]) => isEndpointVariable(name) && value);
  for (const [name, value] of endpoints) refuseOtherMachines(name, value ?? "");
  if (endpoints.length === 0) return awsTarget;
  if (!env.AWS_ENDPOINT_URL) {
    throw new EndpointError(
      `${endpoints.map(([name]) => name).join(", ")} needs AWS_ENDPOINT_URL as well: calls to other services would reach AWS`,
    );
  }
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true") {
    throw new EndpointError("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS contradicts AWS_ENDPOINT_URL: unset one of them");
  }
  return emulatorTarget;
}

/** Whether a variable changes the endpoint of calls to AWS. */
export function isEndpointVariable(name: string): boolean {
  return /^AWS_ENDPOINT_URL(_\w+)?$|^AWS_(S3|STS|IAM)_ENDPOINT$/.test(name);
}

function refuseOtherMachines(name: string, value: string): void {
  const origin = URL.canParse(value) ? new URL(value).origin : "";
  if (/^https?:\/\/(localhost|\[::1\]|127(\.\d+){3})(:\d+)?$/.test(origin)) return;
  throw new EndpointError(
    `${name} must be the address of an emulator on this machine, for example http://127.0.0.1:4566, got "${value}"; unset it to reach AWS`,
  );
}

function relaxTerraformBlock(block: JsonObject): JsonObject {
  return mapValues(block, (value, name) => {
    if (name === "required_version") return emulatorVersions.terraform;
    if (name === "backend") return inEachBlock(value, "s3", (s3) => ({ ...s3, use_path_style: true }));
    if (name === "required_providers") {
      return inEachBlock(value, "aws", (aws) => ({ ...aws, version: emulatorVersions.awsProvider }));
    }
    return value;
  });
}

/** The data sources that read states, by their logical IDs. */
function withPathStyle(states: JsonObject): JsonObject {
  return mapValues(states, (state) => inEachBlock(state, "config", (config) => ({ ...config, use_path_style: true })));
}

function adaptResources(resources: JsonObject): JsonObject {
  return withoutProvider6Arguments(without(resources, "aws_chatbot_slack_channel_configuration"));
}

function withoutProvider6Arguments(resources: JsonObject): JsonObject {
  return mapValues(resources, (blocks, type) => {
    if (!isObject(blocks)) return blocks;
    if (type === "aws_eks_cluster") return mapValues(blocks, withoutDeletionProtection);
    if (type === "aws_ecr_repository") return mapValues(blocks, withoutMutabilityExclusions);
    return blocks;
  });
}

function withoutDeletionProtection(cluster: Json): Json {
  return isObject(cluster) ? without(cluster, "deletion_protection") : cluster;
}

function withoutMutabilityExclusions(repository: Json): Json {
  if (!isObject(repository)) return repository;
  return mapValues(without(repository, "image_tag_mutability_exclusion_filter"), (value, name) =>
    name === "image_tag_mutability" && typeof value === "string" ? value.replace(/_WITH_EXCLUSION$/, "") : value,
  );
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}

/** Changes the block of one label, or each block if there are several. */
function inEachBlock(labelled: Json, label: string, change: (block: JsonObject) => JsonObject): Json {
  if (!isObject(labelled)) return labelled;
  return mapValues(labelled, (block, name) => {
    if (name !== label) return block;
    if (Array.isArray(block)) return block.map((one: Json) => (isObject(one) ? change(one) : one));
    return isObject(block) ? change(block) : block;
  });
}
