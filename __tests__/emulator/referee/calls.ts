import type { PolicyDocument } from "../../../emulator/referee/policy-document";
import type { Facts, RecordedCall, ResourceFacts } from "../../../emulator/referee/recorded-call";

export const account = "123456789012";
export const region = "ap-northeast-1";
export const role = `arn:aws:iam::${account}:role/TerraformExecutionRole`;

/** A policy with one statement that allows. */
export function allowing(Action: string[], Resource = ["*"], Condition?: Record<string, Record<string, string[]>>) {
  const statement = { Sid: "It", Effect: "Allow" as const, Action, Resource, ...(Condition ? { Condition } : {}) };
  return { Version: "2012-10-17", Statement: [statement] };
}

/** A call by the role, with one policy named `Own`. */
export function call(
  name: string,
  parameters: Record<string, unknown>,
  policy: PolicyDocument,
  { facts = {}, headers = {} }: { facts?: Partial<Facts>; headers?: Record<string, string> } = {},
): RecordedCall {
  const [service = "", operation = ""] = name.split(":");
  return {
    service,
    operation,
    parameters,
    headers,
    caller: {
      accessKeyId: "ASIAEXAMPLE",
      arn: `arn:aws:sts::${account}:assumed-role/TerraformExecutionRole/session`,
      principalArn: role,
      account,
      type: "AssumedRole",
    },
    account,
    region,
    facts: { identityPolicies: [{ name: "Own", policy }], resources: {}, ...facts },
  };
}

/** Facts about a resource without tags. */
export function resource(arn: string, more: Partial<ResourceFacts> = {}): ResourceFacts {
  return { arn, account, tags: {}, ...more };
}

/** ARN of EC2. */
export function ec2(kind: string, id: string): string {
  return `arn:aws:ec2:${region}:${account}:${kind}/${id}`;
}
