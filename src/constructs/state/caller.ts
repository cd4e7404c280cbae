import type { StateAccess } from "./state-access";

/**
 * Whether a caller could still configure buckets and keys once their policies are in force.
 *
 * @param callerArn as STS gives it (`aws sts get-caller-identity`): of a user, the root user or a session of a role. A
 * session's ARN has lost the path of its role, so roles are compared by account and name.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function mayConfigure(access: StateAccess, callerArn: string): boolean {
  const { root, administrators, breakGlass } = access;
  const session = /^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(callerArn);
  const allowed = [root, ...administrators, ...breakGlass];
  if (!session) return allowed.some((pattern) => matches(pattern, callerArn));
  const role = `${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return allowed.some((pattern) => matches(withoutPath(pattern), role));
}

function withoutPath(pattern: string): string {
  return pattern.replace(/:role\/.*\//, ":role/");
}

function matches(pattern: string, arn: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(arn);
}
