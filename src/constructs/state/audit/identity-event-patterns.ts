import type { StateAccess } from "../access/state-access";
import { apiCallPattern, type EventPattern } from "./event-pattern";

const successful = { errorCode: [{ exists: false }] };

/**
 * Roles of the account got another trust, other policies or another boundary, or were deleted or created. IAM's records
 * have the name of a role without its path; names that differ in letter case are one role.
 *
 * @param prefixes of the names of further roles
 * @returns as many patterns as the names need, since EventBridge limits the length of one
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function rolesChanged(access: StateAccess, prefixes: readonly string[]): EventPattern[] {
  const names = [...namesOf(access, "role"), ...prefixes.map((prefix) => ({ prefix }))];
  return inParts(names).map((roleName) =>
    apiCallPattern("aws.iam", {
      eventName: [
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRole",
        "DeleteRolePermissionsBoundary",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "UpdateAssumeRolePolicy",
      ],
      requestParameters: { roleName },
      ...successful,
    }),
  );
}

/** Users of the account got other policies, another boundary, credentials or groups, or were deleted. */
export function usersChanged(access: StateAccess): EventPattern[] {
  return inParts(namesOf(access, "user")).map((userName) =>
    apiCallPattern("aws.iam", {
      eventName: [
        "AddUserToGroup",
        "AttachUserPolicy",
        "CreateAccessKey",
        "CreateLoginProfile",
        "DeactivateMFADevice",
        "DeleteUser",
        "DeleteUserPermissionsBoundary",
        "DeleteUserPolicy",
        "DetachUserPolicy",
        "PutUserPermissionsBoundary",
        "PutUserPolicy",
        "UpdateLoginProfile",
      ],
      requestParameters: { userName },
      ...successful,
    }),
  );
}

/**
 * Managed policies were deleted, or got another version.
 *
 * @param arns with wildcards: `arn:aws:iam::123456789012:policy/platform-*-boundary`
 * @returns as many patterns as the ARNs need
 */
export function policiesChanged(arns: readonly string[]): EventPattern[] {
  return inParts(arns.map((wildcard) => ({ wildcard }))).map((policyArn) =>
    apiCallPattern("aws.iam", {
      eventName: ["CreatePolicyVersion", "DeletePolicy", "DeletePolicyVersion", "SetDefaultPolicyVersion"],
      requestParameters: { policyArn },
      ...successful,
    }),
  );
}

/** The names of roles or users in any list of an access, and those of permission sets' roles by a wildcard. */
function namesOf(access: StateAccess, kind: "role" | "user"): EventPattern[] {
  const { writers, planners, administrators, breakGlass, replication } = access;
  const patterns = [...writers, ...planners, ...administrators, ...breakGlass, ...replication];
  const names = patterns
    .filter((pattern) => pattern.includes(`:${kind}/`))
    .map((pattern) => pattern.slice(pattern.lastIndexOf("/") + 1).replace(/\?+/g, "*"));
  return [...new Set(names)].map((name): EventPattern => {
    return name.includes("*") ? { wildcard: name } : { "equals-ignore-case": name };
  });
}

/** Characters of names in one pattern, which leaves room for its other parts. */
const longestNames = 1400;

function inParts(names: readonly EventPattern[]): EventPattern[][] {
  const parts: EventPattern[][] = [];
  for (const name of names) {
    const last = parts.at(-1);
    if (last && JSON.stringify([...last, name]).length <= longestNames) last.push(name);
    else parts.push([name]);
  }
  return parts;
}
