import { type EventPattern, eventPatternJson } from "../../../../src/constructs/state/audit/event-pattern";
import { fits } from "./event-bridge";
import { anonymous, type Identity, otherAccount, rootUser, service, session, user } from "./records";

export type Row = readonly [name: string, event: object, expected: boolean];

/** Converted to JSON, as EventBridge receives both. */
export function check(pattern: EventPattern, rows: readonly Row[]): void {
  test.each(rows)("%s", (_, event, expected) => {
    const json = JSON.parse(eventPatternJson("test", pattern)) as Parameters<typeof fits>[0];
    expect(fits(json, JSON.parse(JSON.stringify(event)) as Parameters<typeof fits>[1])).toBe(expected);
  });
}

const sso = "aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_PlatformAdmin";

export const onTheList: readonly (readonly [string, Identity])[] = [
  ["a writing role", session("ci/Deployer")],
  ["a writing user", user("terraform-user")],
  ["a planning role", session("TerraformPlanRole")],
  ["an administrator by permission set", session(`${sso}_0123456789abcdef`)],
  ["replication", session("TerraformReplication-prod")],
  ["an AWS service", service],
];

export const unlistedPrincipals: readonly (readonly [string, Identity])[] = [
  ["another role", session("Application")],
  ["a role with the same name and another path", session("Deployer")],
  ["another user", user("unlisted")],
  ["a user named like a role", user("ci/Deployer")],
  [
    "another permission set",
    session("aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_Other_0123456789abcdef"),
  ],
  ["break-glass", session("TerraformBreakGlassRole")],
  ["the root user", rootUser],
  ["another account", otherAccount],
  ["an anonymous caller", anonymous],
];
