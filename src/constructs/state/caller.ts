import type { StateAccess } from "./state-access";

/**
 * Whether somebody could finish what bootstrap does once its policies are in force: configure buckets and keys, and keep the
 * stack's own state. The root user could not, since it may repair a key's policy but not use the key.
 *
 * @param principalArn of a user, or of a role with its path, as policies see it
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
