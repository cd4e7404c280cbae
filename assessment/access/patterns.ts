/** A principal that a pattern for `aws:PrincipalArn` matches. Identity Center generates a part of its roles' names. */
export function patternExample(pattern: string): string {
  return pattern
    .replace("sso.amazonaws.com*/", "sso.amazonaws.com/")
    .replace("?".repeat(16), "0123456789abcdef")
    .replaceAll("*", "any")
    .replaceAll("?", "x");
}
