import type { StateAccess } from "./state-access";

/**
 * Whether a principal can complete the bootstrap after its policies are in effect: configure buckets and keys, and
 * write the stack's own state. The root user cannot, since it can repair a key's policy but not use the key.
 *
 * @param principalArn ARN of a user, or of a role with its path, as in policies
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function mayBootstrap({ administrators, breakGlass }: StateAccess, principalArn: string): boolean {
  return [...administrators, ...breakGlass].some((pattern) => matches(pattern, principalArn));
}

function matches(pattern: string, arn: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(arn);
}
