import { iamArn } from "../../iam/arn";

/** One environment whose resources a role manages. */
export interface EnvironmentReference {
  /** Value of the tag `Environment` of all its resources, such as `dev`. */
  readonly name: string;

  /** Prefix of the names of all its resources, such as `platform-dev`. */
  readonly prefix: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;

  /** Prefixes of the repositories of its pull-through caches, such as `docker-hub`. */
  readonly cachePrefixes: readonly string[];
}

/** Name of the permissions boundary of the environment's roles. */
export function boundaryName(prefix: string): string {
  return `${prefix}-boundary`;
}

/** ARN of the permissions boundary of the environment's roles. */
export function boundaryArn({
  prefix,
  accountId,
  partition,
}: Pick<EnvironmentReference, "prefix" | "accountId" | "partition">): string {
  return iamArn(partition, accountId, `policy/${boundaryName(prefix)}`);
}
