import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const unknown = "${var.unknown}";
const document = (statement: JsonObject) => JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] });
const own = (type: string, statement: JsonObject) =>
  resources({ [type]: { a: { name: "a", policy: document(statement) } } });

/** Cases of a rule on what policies allow: what passes, and what fails. */
function allows(type: string, passing: JsonObject, failing: JsonObject): RuleCase {
  return {
    passing: own(type, passing),
    failing: own(type, failing),
    unknown: resources({ [type]: { a: { name: "a", policy: unknown } } }),
  };
}

const everything = { Action: "*", Resource: "*" };
const wildcard = { Action: ["s3:Get*", "ec2:*"], Resource: "*" };
const get = { Action: "s3:Get*", Resource: "*" };
const decrypt = { Action: "kms:De*", Resource: "arn:aws:kms:*:123456789012:key/*" };
const decryptWithOne = { Action: "kms:Decrypt", Resource: "${aws_kms_key.a.arn}" };

const attached = (policy: string) =>
  resources({ aws_iam_role_policy_attachment: { a: { role: "a", policy_arn: policy } } });

const isAttached = (policy: string): RuleCase => ({
  passing: attached("arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"),
  failing: attached(`arn:aws-us-gov:iam::aws:policy/${policy}`),
  unknown: attached(unknown),
});

const trust = (statement: JsonObject) =>
  resources({ aws_iam_role: { a: { name: "a", assume_role_policy: document(statement) } } });

const token = (subject: string, more: JsonObject = {}) => ({
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
  Condition: {
    StringLike: { "token.actions.githubusercontent.com:sub": subject },
    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
    ...more,
  },
});

export const cases: RuleCases = {
  "iam-policy-allows-no-full-administration": allows("aws_iam_policy", get, everything),
  "iam-inline-policy-allows-no-full-administration": allows("aws_iam_role_policy", get, everything),
  "iam-policy-allows-no-service-wildcard": allows("aws_iam_policy", get, wildcard),
  "iam-inline-policy-allows-no-service-wildcard": allows("aws_iam_group_policy", get, wildcard),
  "iam-policy-allows-no-decryption-with-all-keys": allows("aws_iam_policy", decryptWithOne, decrypt),
  "iam-inline-policy-allows-no-decryption-with-all-keys": allows("aws_iam_user_policy", decryptWithOne, decrypt),
  "administrator-access-is-not-attached": isAttached("AdministratorAccess"),
  "cloudshell-full-access-is-not-attached": isAttached("AWSCloudShellFullAccess"),
  "iam-users-have-no-policies": {
    passing: resources({ aws_iam_policy_attachment: { a: { users: [], roles: ["a"] } } }),
    failing: resources({ aws_iam_user_policy: { a: { user: "a" } } }),
    unknown: resources({ aws_iam_policy_attachment: { a: { users: unknown } } }),
  },
  "instance-has-a-role": {
    passing: resources({ aws_instance: { a: { iam_instance_profile: "nodes" } } }),
    failing: resources({ aws_instance: { a: {} } }),
    unknown: resources({ aws_instance: { a: { iam_instance_profile: unknown } } }),
  },
  "resource-policy-allows-no-anyone": {
    passing: trust({ Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
    failing: trust({ Action: "sts:AssumeRole", Principal: { AWS: "*" } }),
    unknown: trust({ Action: "sts:AssumeRole", Principal: { AWS: unknown } }),
  },
  "federated-trust-is-restricted": {
    passing: trust(token("repo:example/infrastructure:*")),
    failing: trust(token("repo:*/infrastructure:ref:refs/heads/main")),
    unknown: trust(token(unknown)),
  },
};
