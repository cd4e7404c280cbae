import type { StateAccess } from "../access/state-access";
import type { EventPattern } from "./event-pattern";

/**
 * Alternatives, one of which matches every CloudTrail record about an unlisted principal. Records have the ARN of users
 * and the root user in one field, the ARN of the role of a session in another, and no ARN for callers from other
 * accounts or without credentials. AWS services are excluded.
 *
 * Break-glass and the root user count as unlisted here: no principal uses them in normal operation, so their use causes
 * an alert.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function unlistedPrincipals(access: StateAccess): EventPattern[] {
  const { writers, planners, administrators, replication } = access;
  const known = [...writers, ...planners, ...administrators, ...fewPatterns(replication)];
  const roles = known.filter((arn) => arn.includes(":role/"));
  const users = known.filter((arn) => arn.includes(":user/"));
  return [
    { userIdentity: { type: ["AssumedRole"], sessionContext: { sessionIssuer: { arn: [noneOf(roles)] } } } },
    { userIdentity: { type: [{ "anything-but": ["AssumedRole", "AWSService"] }], arn: [noneOf(users)] } },
    { userIdentity: { type: [{ "anything-but": ["AWSService"] }], arn: [{ exists: false }] } },
  ];
}

/** Roles that are listed. There is one for each state that is copied, and the length of a pattern is limited. */
const mostListed = 6;

/**
 * Many roles as one pattern with what their names begin with. A role of such a name that is not one of them can use
 * neither buckets nor keys, whose policies list the roles, and each attempt raises the alert about denied access.
 */
function fewPatterns(roles: readonly string[]): readonly string[] {
  if (roles.length <= mostListed) return roles;
  let [beginning = ""] = roles;
  while (!roles.every((role) => role.startsWith(beginning))) beginning = beginning.slice(0, -1);
  return [`${beginning}*`];
}

/** EventBridge supports one wildcard, for any number of characters. */
function noneOf(arns: readonly string[]): EventPattern {
  if (arns.length === 0) return { exists: true };
  const patterns = [...new Set(arns)].map((arn) => arn.replace(/\?+/g, "*"));
  return { "anything-but": patterns.some((arn) => arn.includes("*")) ? { wildcard: patterns } : patterns };
}
