import { Token } from "cdktf";
import { IrsaRole, type IrsaRoleProps } from "../../../src/constructs/iam/irsa-role";
import { optionFaults } from "../../support/option-faults";
import type { AccessCase } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { expectPolicy } from "../../support/policy-mutations";
import { synthesize } from "../../support/synthesize";

const issuer = "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF";
const providerArn = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
const minimal: IrsaRoleProps = {
  roleName: "platform-dev-reports",
  oidcProviderArn: providerArn,
  oidcIssuer: issuer,
  namespace: "reports",
  serviceAccount: "writer",
};

function role(props: Partial<IrsaRoleProps> = {}) {
  return synthesize((scope) => new IrsaRole(scope, "reports", { ...minimal, ...props }));
}

describe("IrsaRole", () => {
  test("can be assumed only with tokens of one service account, issued for AWS", () => {
    expect(policyDocument(role(), "aws_iam_role.reports.assume_role_policy").Statement).toEqual([
      {
        Sid: "TokensOfOneServiceAccount",
        Effect: "Allow",
        Principal: { Federated: [providerArn] },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: ["system:serviceaccount:reports:writer"],
            [`${issuer}:aud`]: ["sts.amazonaws.com"],
          },
        },
      },
    ]);
  });

  test("admits no other service account, namespace or audience", async () => {
    const request = {
      principal: providerArn,
      action: "sts:AssumeRoleWithWebIdentity",
      resource: "arn:aws:iam::123456789012:role/platform-dev-reports",
    };
    const token = (sub: string, aud = "sts.amazonaws.com") => ({ [`${issuer}:sub`]: sub, [`${issuer}:aud`]: aud });
    const cases: AccessCase[] = [
      { name: "own", ...request, decision: "Allowed", context: token("system:serviceaccount:reports:writer") },
      {
        name: "other",
        ...request,
        decision: "ImplicitlyDenied",
        context: token("system:serviceaccount:reports:reader"),
      },
      {
        name: "other audience",
        ...request,
        decision: "ImplicitlyDenied",
        context: token("system:serviceaccount:reports:writer", "vault"),
      },
      {
        name: "tags",
        ...request,
        action: "sts:TagSession",
        decision: "ImplicitlyDenied",
        context: token("system:serviceaccount:reports:writer"),
      },
    ];

    const trust = policyDocument(role(), "data.aws_iam_policy_document.reports_trust");

    await expectPolicy(trust, cases);
  });

  test("has only the given permissions, and none by default", () => {
    const stack = role({
      managedPolicyArns: ["arn:aws:iam::123456789012:policy/reports/ReadReports"],
      policies: { queue: [{ sid: "Send", actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:*:*:reports"] }] },
    });

    expect(role().ids("aws_iam_role_policy")).toEqual([]);
    expect(role().ids("aws_iam_role_policy_attachment")).toEqual([]);
    expect(stack.ids("aws_iam_role_policy")).toEqual(["reports_queue"]);
    expect(stack.at("aws_iam_role_policy_attachment.reports_ReadReports")).toMatchObject({
      policy_arn: "arn:aws:iam::123456789012:policy/reports/ReadReports",
    });
  });

  test.each(["*", "reports-*", ""])("refuses the namespace %p", (namespace) => {
    expect(optionFaults(() => role({ namespace }))).toEqual([
      `namespace: got "${namespace}", allowed: one exact name of at most 63 lowercase letters, digits and "-"`,
    ]);
  });

  test.each(["*", "writer?", ""])("refuses the service account %p", (serviceAccount) => {
    expect(optionFaults(() => role({ serviceAccount }))).toEqual([
      `serviceAccount: got "${serviceAccount}", allowed: one exact name of at most 253 lowercase letters, digits, "-" and "."`,
    ]);
  });

  test("refuses an issuer with its scheme", () => {
    expect(optionFaults(() => role({ oidcIssuer: `https://${issuer}` }))).toEqual([
      `oidcIssuer: got "https://${issuer}", allowed: a host and path without "https://"`,
    ]);
  });

  test("accepts references to a cluster's provider and issuer", () => {
    const reference = (text: string) => Token.asString({ resolve: () => text });
    const stack = role({ oidcProviderArn: reference("${oidc.arn}"), oidcIssuer: reference("${oidc.url}") });
    expect(JSON.stringify(stack.at("data.aws_iam_policy_document.reports_trust"))).toContain("${oidc.url}:sub");
  });

  test("refuses a role name with a path", () => {
    expect(optionFaults(() => role({ roleName: "reports/writer" }))).toEqual([
      'roleName: got "reports/writer", allowed: 1 to 64 letters, digits and "+=,.@_-"',
    ]);
  });
});
