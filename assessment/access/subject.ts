import type { JsonObject } from "../../src/cdktf/terraform-json";
import { isObject } from "../../src/cdktf/terraform-json";
import type { Environment } from "../../src/settings/environment";
import type { Settings } from "../../src/settings/validate";
import { type BootstrapAccount, bootstrapAccounts } from "../../src/stacks/bootstrap-accounts";
import { keyAliasIn } from "../model/key-alias";
import { backendOf } from "../model/stack";
import type { Block, Project, Stack } from "../model/project";
import { providersOf } from "../model/provider";
import { hasExpression, referenceOf, resourcesOf, satellitesOf } from "../model/value";
import { type Document, documentAt, unknownResourcePolicy } from "./documents";

/** An environment with everything that decides who can do what in it. */
export interface Subject {
  readonly project: Project;
  readonly environment: Environment;
  readonly stack: Stack;

  /** The account in which the environment's state is stored, and all accounts. */
  readonly account: BootstrapAccount;
  readonly accounts: readonly BootstrapAccount[];

  /** The stack that creates the state's bucket. */
  readonly bootstrap: Stack | undefined;
}

/** The environments of a project whose stacks are synthesized, in the order of the settings. */
export function subjectsOf(project: Project): readonly Subject[] {
  const settings = project.settings as unknown as Pick<Settings, "organization" | "environments">;
  const accounts = bootstrapAccounts(settings);
  return settings.environments.flatMap((environment) => {
    const stack = project.stacks.find(({ name }) => name === environment.name);
    const account = accounts.find(({ environments }) => environments.some(({ name }) => name === environment.name));
    if (stack === undefined || account === undefined) return [];
    const bootstrap = project.stacks.find(({ name }) => name === account.stack);
    return [{ project, environment, stack, account, accounts, bootstrap }];
  });
}

/** Where a stack's state is stored. */
export interface StateStore {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly kmsKeyId: string | undefined;
}

/** The bucket and object of a stack's state, if its backend is S3 and names them. */
export function stateStoreOf(stack: Stack): StateStore | undefined {
  const { bucket, key, region, kms_key_id: kmsKeyId } = backendOf(stack) ?? {};
  if (typeof bucket !== "string" || typeof key !== "string" || hasExpression(bucket)) return undefined;
  return {
    bucket,
    key,
    region: typeof region === "string" ? region : stack.region,
    kmsKeyId: typeof kmsKeyId === "string" ? kmsKeyId : undefined,
  };
}

/** The policy of a bucket, uncertain if the stack does not create the bucket; none if the bucket has none. */
export function bucketPolicy(stack: Stack | undefined, bucket: string): Document | undefined {
  const block = stack && resourcesOf(stack, "aws_s3_bucket").find(({ values }) => values.bucket === bucket);
  if (stack === undefined || block === undefined) {
    return unknownResourcePolicy(bucket, `the policy of bucket ${bucket} decides, which no stack here creates`);
  }
  const [policy] = satellitesOf(stack, "aws_s3_bucket_policy", "bucket", block, [bucket]);
  return policy && documentAt(stack, policy.address);
}

/** The block of a key in a stack, by an alias in a region. */
export function keyByAlias(stack: Stack, alias: string, region: string): Block | undefined {
  const target = referenceOf(keyAliasIn(stack, alias, region)?.values.target_key_id);
  return target && stack.blocks.get(target.address);
}

/** Tags of a resource with those of its provider; undefined if only Terraform knows one. */
export function tagsOf({ values }: Block, stack: Stack): Readonly<Record<string, string>> | undefined {
  const alias = typeof values.provider === "string" ? values.provider.split(".")[1] : undefined;
  const provider = providersOf(stack).find((candidate) => candidate.alias === alias);
  const defaults = [provider?.default_tags].flat().flatMap((one) => (isObject(one) ? (one.tags ?? []) : []));
  const tags = Object.assign({}, ...defaults, values.tags ?? {}) as JsonObject;
  return hasExpression(tags) ? undefined : (tags as Readonly<Record<string, string>>);
}
