/** Principals of one account, by their IAM names. */
export interface PrincipalNames {
  /** Roles, with their path if any: `ci/Deployer`. */
  readonly roles?: readonly string[];

  /** Users, with their path if any. */
  readonly users?: readonly string[];

  /**
   * IAM Identity Center permission sets. Their roles in the account have a generated suffix and are therefore matched
   * by a pattern.
   */
  readonly permissionSets?: readonly string[];
}

export interface StateAccessProps {
  /** Account that owns bucket and key, 12 digits. */
  readonly accountId: string;

  /** For example `aws`. */
  readonly partition: string;

  /** Principals that apply: they read, write and lock the state. At least one. */
  readonly writers: PrincipalNames;

  /**
   * Principals that only plan: they read the state without locking it.
   * @default - none
   */
  readonly planners?: PrincipalNames;

  /**
   * Principals that bootstrap: they configure bucket and key, and read and write the state of the bootstrap itself. At
   * least one.
   */
  readonly administrators: PrincipalNames;

  /** Principals for emergencies, the only ones that can delete versions. At least one. */
  readonly breakGlass: PrincipalNames;

  /**
   * Roles that S3 assumes to copy the state to another region.
   * @default - none
   */
  readonly replicationRoles?: readonly string[];
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
 * @throws when writers, administrators or break-glass are empty, or when a principal is in break-glass and in another
 * list
 */
export function stateAccess(props: StateAccessProps): StateAccess {
  const { accountId, partition } = props;
  const patterns = (names: PrincipalNames = {}) => principalPatterns(names, accountId, partition);
  const access: StateAccess = {
    accountId,
    partition,
    root: `arn:${partition}:iam::${accountId}:root`,
    writers: patterns(props.writers),
    planners: patterns(props.planners),
    administrators: patterns(props.administrators),
    breakGlass: patterns(props.breakGlass),
    replication: patterns({ roles: props.replicationRoles }),
  };
  refuseNobody("writers", access.writers);
  refuseNobody("administrators", access.administrators);
  refuseNobody("breakGlass", access.breakGlass);
  refuseEverydayBreakGlass(access);
  return access;
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
  const union = (list: (access: StateAccess) => readonly string[]) => distinct(accesses.flatMap(list));
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
  return distinct([
    ...(names.roles ?? []).map((name) => `${identity}:role/${withoutSlash(name)}`),
    ...(names.users ?? []).map((name) => `${identity}:user/${withoutSlash(name)}`),
    // The path contains the region, except in us-east-1; the suffix has 16 hexadecimal digits.
    ...(names.permissionSets ?? []).map(
      (name) => `${identity}:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_${name}_${"?".repeat(16)}`,
    ),
  ]);
}

function refuseNobody(list: string, patterns: readonly string[]): void {
  if (patterns.length === 0) {
    throw new Error(
      `${list} must name at least one role, user or permission set, since otherwise no principal has access`,
    );
  }
}

function refuseEverydayBreakGlass(access: StateAccess): void {
  const everyday = [...access.writers, ...access.planners, ...access.administrators, ...access.replication];
  const shared = access.breakGlass.find((pattern) => everyday.includes(pattern));
  if (shared !== undefined) {
    throw new Error(`breakGlass must be kept for emergencies, got ${shared}, which also has everyday access`);
  }
}

function withoutSlash(name: string): string {
  return name.replace(/^\//, "");
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
