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

/** ARN of a regional resource in the environment's location. */
export function regionalArn({ partition, region, accountId }: EnvironmentReference, resource: string): string {
  const [service = "", ...rest] = resource.split(":");
  return `arn:${partition}:${service}:${region}:${accountId}:${rest.join(":")}`;
}

type Owner = Pick<EnvironmentReference, "prefix" | "accountId" | "partition">;

/** ARN of an IAM resource in the environment's account, such as `role/platform-dev-node`. */
export function iamArn({ partition, accountId }: Omit<Owner, "prefix">, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}

/** Name of the permissions boundary of the environment's roles. */
export function boundaryName(prefix: string): string {
  return `${prefix}-boundary`;
}

/** ARN of the permissions boundary of the environment's roles. */
export function boundaryArn(owner: Owner): string {
  return iamArn(owner, `policy/${boundaryName(owner.prefix)}`);
}
