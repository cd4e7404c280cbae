import { Token } from "cdktf";

/** A principal that works in some namespaces of the cluster. */
export interface DeveloperAccess {
  /** Complete ARN of an IAM role or user, with its path if any. */
  readonly principalArn: string;

  /** Namespaces of the developer, at least one; `team-*` means those with this prefix. */
  readonly namespaces: readonly string[];
}

/** Principals and their access to the cluster. A principal can have several parts. */
export interface ClusterAccess {
  /**
   * IAM roles and users, by ARN, with full access to the cluster (`AmazonEKSClusterAdminPolicy`).
   * @default - none
   */
  readonly administrators?: readonly string[];

  /**
   * IAM roles and users that change the workloads of some namespaces (`AmazonEKSEditPolicy`).
   * @default - none
   */
  readonly developers?: readonly DeveloperAccess[];

  /**
   * IAM roles and users, by ARN, that can read everything except the contents of secrets (`AmazonEKSViewPolicy`).
   * @default - none
   */
  readonly viewers?: readonly string[];
}

/** One part of a principal, in the whole cluster or in the given namespaces. */
export interface PrincipalGrant {
  readonly part: "administrator" | "developer" | "viewer";
  readonly namespaces?: readonly string[];
}

/**
 * The access of each principal, by its ARN.
 *
 * @throws when a principal is not the complete ARN of a role or user, is listed twice, or a developer has no namespace
 */
export function grantsByPrincipal(access: ClusterAccess): Map<string, PrincipalGrant[]> {
  const grants = new Map<string, PrincipalGrant[]>();
  const add = (principalArn: string, grant: PrincipalGrant) => {
    checkPrincipal(principalArn);
    const present = grants.get(principalArn) ?? [];
    if (present.some(({ part }) => part === grant.part)) {
      throw new Error(`access.${grant.part}s must list a principal once, got "${principalArn}" again`);
    }
    grants.set(principalArn, [...present, grant]);
  };
  access.administrators?.forEach((principalArn) => {
    add(principalArn, { part: "administrator" });
  });
  access.developers?.forEach(({ principalArn, namespaces }) => {
    if (namespaces.length === 0) {
      throw new Error(`access.developers must have at least one namespace each, got none for "${principalArn}"`);
    }
    add(principalArn, { part: "developer", namespaces });
  });
  access.viewers?.forEach((principalArn) => {
    add(principalArn, { part: "viewer" });
  });
  return grants;
}

function checkPrincipal(principalArn: string): void {
  const isPrincipal = /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(principalArn);
  if (Token.isUnresolved(principalArn) || !isPrincipal) {
    throw new Error(
      "access must name IAM roles and users by complete ARN, such as " +
        `"arn:aws:iam::111122223333:role/Developer" (no sessions, groups or account root), got "${principalArn}"`,
    );
  }
}
