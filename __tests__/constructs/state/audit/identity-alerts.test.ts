import { stateAccess } from "../../../../src/constructs/state/access/state-access";
import { IdentityAlerts } from "../../../../src/constructs/state/audit/identity-alerts";
import {
  policiesChanged,
  rolesChanged,
  usersChanged,
} from "../../../../src/constructs/state/audit/identity-event-patterns";
import { synthesize } from "../../../support/synthesize";
import { access, account } from "../store/access-matrix";
import { check, type Row } from "./pattern-cases";
import { identityCall, user } from "./records";

const call = (eventName: string, requestParameters: Record<string, unknown>, more = {}) =>
  identityCall({ who: user("unlisted"), eventName, requestParameters, ...more });

describe("the alert about roles with access to the state", () => {
  const sso = "AWSReservedSSO_PlatformAdmin_0123456789abcdef";

  const [pattern = {}] = rolesChanged(access, ["platform-audit-"]);

  check(pattern, [
    ...[
      "Deployer",
      "deployer",
      "TerraformPlanRole",
      "TerraformBreakGlassRole",
      "TerraformReplication-prod",
      sso,
      "platform-audit-trail",
    ].map((roleName): Row => [`is for ${roleName}`, call("UpdateAssumeRolePolicy", { roleName }), true]),
    ...[
      "AttachRolePolicy",
      "DetachRolePolicy",
      "PutRolePolicy",
      "DeleteRolePolicy",
      "PutRolePermissionsBoundary",
      "DeleteRolePermissionsBoundary",
      "DeleteRole",
      "CreateRole",
    ].map((eventName): Row => [`is for ${eventName}`, call(eventName, { roleName: "TerraformBreakGlassRole" }), true]),
    ["is not for another role", call("UpdateAssumeRolePolicy", { roleName: "Application" }), false],
    ["is not for a longer name", call("PutRolePolicy", { roleName: "DeployerOfBilling" }), false],
    ["is not for reading", call("GetRole", { roleName: "Deployer" }), false],
    ["is not for what fails", call("PutRolePolicy", { roleName: "Deployer" }, { errorCode: "AccessDenied" }), false],
    ["is not for a user of the name", call("PutUserPolicy", { userName: "Deployer" }), false],
  ]);
});

describe("the alert about users with access to the state", () => {
  const [pattern = {}] = usersChanged(access);

  check(pattern, [
    ...["AttachUserPolicy", "CreateAccessKey", "CreateLoginProfile", "DeactivateMFADevice", "AddUserToGroup"].map(
      (eventName): Row => [`is for ${eventName}`, call(eventName, { userName: "terraform-user" }), true],
    ),
    ["is not for another user", call("CreateAccessKey", { userName: "unlisted" }), false],
    ["is not for tags", call("TagUser", { userName: "terraform-user" }), false],
    [
      "is not for what fails",
      call("DeleteUser", { userName: "terraform-user" }, { errorCode: "DeleteConflict" }),
      false,
    ],
  ]);
});

describe("the alert about boundaries and policies", () => {
  const policy = (name: string) => `arn:aws:iam::${account}:policy/${name}`;

  const [pattern = {}] = policiesChanged([policy("platform-*-boundary"), policy("ci/Deployer-*")]);

  check(pattern, [
    ...["CreatePolicyVersion", "SetDefaultPolicyVersion", "DeletePolicyVersion", "DeletePolicy"].map(
      (eventName): Row => [
        `is for ${eventName}`,
        call(eventName, { policyArn: policy("platform-dev-boundary") }),
        true,
      ],
    ),
    ["is for a policy of a role", call("CreatePolicyVersion", { policyArn: policy("ci/Deployer-tagged") }), true],
    ["is not for another policy", call("CreatePolicyVersion", { policyArn: policy("billing") }), false],
    ["is not for reading", call("GetPolicyVersion", { policyArn: policy("ci/Deployer-tagged") }), false],
    [
      "is not for what fails",
      call("DeletePolicy", { policyArn: policy("platform-dev-boundary") }, { errorCode: "DeleteConflict" }),
      false,
    ],
  ]);
});

describe("IdentityAlerts", () => {
  const rules = (of = access) =>
    Object.values(
      synthesize((scope) => {
        new IdentityAlerts(scope, "alert", {
          name: "platform-audit",
          access: of,
          policyArns: ["arn:policy"],
          destinations: [{ id: "mail", topicArn: "arn:mail" }],
        });
      }).blocks("aws_cloudwatch_event_rule"),
    ).map(({ name }) => name as string);

  test("monitor roles, policies and users", () => {
    expect(rules().sort()).toEqual([
      "platform-audit-access-policies-changed",
      "platform-audit-access-roles-changed",
      "platform-audit-access-users-changed",
    ]);
  });

  test("have no rule about users where none has access", () => {
    const roles = { roles: ["Deployer"] };
    const withoutUsers = stateAccess({
      accountId: account,
      partition: "aws",
      writers: roles,
      administrators: roles,
      breakGlass: { roles: ["BreakGlass"] },
    });

    expect(rules(withoutUsers)).toHaveLength(2);
  });

  test("divide names that exceed one pattern among rules", () => {
    const users = Array.from({ length: 40 }, (_, position) => `emergency/${"x".repeat(50)}${position}`);
    const many = stateAccess({
      accountId: account,
      partition: "aws",
      writers: { roles: ["Deployer"] },
      administrators: { roles: ["Deployer"] },
      breakGlass: { users },
    });
    const watched = usersChanged(many).flatMap(({ detail }) => detail);

    expect(rules(many)).toContain("platform-audit-access-users-changed-2");
    expect(JSON.stringify(watched).match(/equals-ignore-case/g)).toHaveLength(40);
  });
});
