/** A trust policy with which an account's IAM policies decide who assumes a role. */
export function trustOfAccount(account = "123456789012"): string {
  const Statement = [{ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
