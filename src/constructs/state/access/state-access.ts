import { assertNoFaults, parseOptions } from "../../../options/parse-options";
import { principalName } from "../../../options/fields";
import { type OptionsOf, distinct, group } from "../../../options/schema";
import { type PrincipalNames, principals, refuseEverydayBreakGlass } from "./principal-options";

const stateAccessOptions = group({
  /** Principals that apply: they read, write and lock the state. At least one. */
  writers: principals,

  /**
   * Principals that only plan: they read the state without locking it.
   * @default - none
   */
  planners: principals.optional(),

  /**
   * Principals that bootstrap: they configure bucket and key, and read and write the state of the bootstrap itself. At
   * least one.
   */
  administrators: principals,

  /** Principals for emergencies, the only ones that can delete versions. At least one. */
  breakGlass: principals,

  /**
   * Roles that S3 assumes to copy the state to another region.
   * @default - none
   */
  replicationRoles: distinct(principalName, { atLeast: 0, of: "names of roles" }).default([]),
});

export interface StateAccessProps extends OptionsOf<typeof stateAccessOptions> {
  /** Account that owns bucket and key, 12 digits. */
  readonly accountId: string;

  /** For example `aws`. */
  readonly partition: string;
}

/**
 * Access of principals to the state of one bucket, as patterns for the condition key `aws:PrincipalArn`. Bucket policy,
 * key policy and alerts are all derived from it, so that they cannot contradict each other.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export interface StateAccess {
  readonly accountId: string;
  readonly partition: string;

  /** The account's root user, and in an Allow the account itself. */
  readonly root: string;
  readonly writers: readonly string[];
  readonly planners: readonly string[];
  readonly administrators: readonly string[];
  readonly breakGlass: readonly string[];
  readonly replication: readonly string[];
}

/**
 * Derives the access of principals from their names.
 *
 * @throws OptionsError when writers, administrators or break-glass are empty, or when a principal is in break-glass and
 * in another list
 */
export function stateAccess(props: StateAccessProps): StateAccess {
  const { accountId, partition } = props;
  const options = parseOptions("stateAccess", stateAccessOptions, props);
  const { writers, planners, administrators, breakGlass, replicationRoles } = options;
  const replication = { roles: replicationRoles };
  const everyday = Object.entries({ writers, planners, administrators, replicationRoles: replication });
  assertNoFaults(
    "stateAccess",
    refuseEverydayBreakGlass(
      { path: "breakGlass", principals: breakGlass },
      everyday.flatMap(([path, principals]) => (principals ? { path, principals } : [])),
    ),
  );
  const patterns = (names: PrincipalNames = {}) => principalPatterns(names, accountId, partition);
  return {
    accountId,
    partition,
    root: `arn:${partition}:iam::${accountId}:root`,
    writers: patterns(writers),
    planners: patterns(planners),
    administrators: patterns(administrators),
    breakGlass: patterns(breakGlass),
    replication: patterns(replication),
  };
}

/**
 * The union of the access to several buckets of one account: for the key that they share, and for the records of their
 * use.
 *
 * @throws when the list is empty
 */
export function unionOfAccess(accesses: readonly StateAccess[]): StateAccess {
  const [first] = accesses;
  if (!first) throw new Error("accesses must have at least one entry, got none");
  const union = (list: (access: StateAccess) => readonly string[]) => unique(accesses.flatMap(list));
  return {
    ...first,
    writers: union(({ writers }) => writers),
    planners: union(({ planners }) => planners),
    administrators: union(({ administrators }) => administrators),
    breakGlass: union(({ breakGlass }) => breakGlass),
    replication: union(({ replication }) => replication),
  };
}

/** Patterns of `aws:PrincipalArn`: exact for roles and users, with a wildcard where Identity Center generates a part. */
function principalPatterns(names: PrincipalNames, accountId: string, partition: string): string[] {
  const identity = `arn:${partition}:iam::${accountId}`;
  return unique([
    ...(names.roles ?? []).map((name) => `${identity}:role/${name}`),
    ...(names.users ?? []).map((name) => `${identity}:user/${name}`),
    // The path contains the region, except in us-east-1; the suffix has 16 hexadecimal digits.
    ...(names.permissionSets ?? []).map(
      (name) => `${identity}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_${name}_${"?".repeat(16)}`,
    ),
  ]);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
