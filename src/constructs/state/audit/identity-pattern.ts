import type { StateAccess } from "../state-access";
import type { EventPattern } from "./event-pattern";

/**
 * Alternatives, one of which describes every CloudTrail record about somebody whom the list does not name. Users and the
 * root user carry their ARN in one field, sessions of roles that of their role in another, and callers from other accounts
 * or without credentials carry none. AWS services are left out.
 *
 * Break-glass and the root user count as strangers here: nobody is supposed to be either, so their use is worth an alert.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function strangers(access: StateAccess): EventPattern[] {
  const known = [...access.writers, ...access.readers, ...access.administrators, ...access.replication];
  const roles = known.filter((arn) => arn.includes(":role/"));
  const users = known.filter((arn) => arn.includes(":user/"));
  return [
    { userIdentity: { type: ["AssumedRole"], sessionContext: { sessionIssuer: { arn: [noneOf(roles)] } } } },
    { userIdentity: { type: [{ "anything-but": ["AssumedRole", "AWSService"] }], arn: [noneOf(users)] } },
    { userIdentity: { type: [{ "anything-but": ["AWSService"] }], arn: [{ exists: false }] } },
  ];
}

/** EventBridge knows one wildcard, for any number of characters. */
function noneOf(arns: readonly string[]): EventPattern {
  if (arns.length === 0) return { exists: true };
  const patterns = [...new Set(arns)].map((arn) => arn.replace(/\?+/g, "*"));
  return { "anything-but": patterns.some((arn) => arn.includes("*")) ? { wildcard: patterns } : patterns };
}
