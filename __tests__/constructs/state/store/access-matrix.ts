import { stateAccess } from "../../../../src/constructs/state/access/state-access";
import { type AccessCase, administratorAccess } from "../../../support/policies";

export const account = "123456789012";
const iam = `arn:aws:iam::${account}`;

/** The principals with access in the tests, one of each kind that settings can name. */
export const access = stateAccess({
  accountId: account,
  partition: "aws",
  writers: { roles: ["ci/Deployer"], users: ["terraform-user"] },
  planners: { roles: ["TerraformPlanRole"] },
  administrators: { permissionSets: ["PlatformAdmin"] },
  breakGlass: { roles: ["TerraformBreakGlassRole"] },
  replicationRoles: ["TerraformReplication-prod"],
});

const permissionSetRole = "aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_PlatformAdmin";

/** Callers of each kind, and some that resemble one of them. */
export const callers = {
  deployer: `${iam}:role/ci/Deployer`,
  terraformUser: `${iam}:user/terraform-user`,
  planner: `${iam}:role/TerraformPlanRole`,
  administrator: `${iam}:role/${permissionSetRole}_0123456789abcdef`,
  breakGlass: `${iam}:role/TerraformBreakGlassRole`,
  replication: `${iam}:role/TerraformReplication-prod`,
  root: `${iam}:root`,
  application: `${iam}:role/Application`,
  deployerOfAnotherPath: `${iam}:role/Deployer`,
  userNamedLikeTheRole: `${iam}:user/ci/Deployer`,
  otherPermissionSet: `${iam}:role/${permissionSetRole}_ReadOnly_0123456789abcdef`,
  deployerOfAnotherAccount: "arn:aws:iam::210987654321:role/ci/Deployer",
  anonymous: "anonymous",
  awsService: "logging.s3.amazonaws.com",
} as const;

export type Caller = keyof typeof callers;

const everyCaller = Object.keys(callers) as Caller[];
export const outsiders: Caller[] = ["deployerOfAnotherAccount", "anonymous", "awsService"];
export const insiders = everyCaller.filter((caller) => !outsiders.includes(caller));

/** One column of a matrix: a request, and its decision for each caller. */
export interface Column extends Pick<AccessCase, "action" | "resource" | "context" | "resourceAccount"> {
  /** Distinguishes columns with the same action and resource. */
  readonly note?: string;

  readonly allowed: readonly Caller[];

  /**
   * Callers whose request is neither allowed nor explicitly denied.
   * @default - none: callers that are not allowed are explicitly denied
   */
  readonly notAllowed?: readonly Caller[];
}

/**
 * Every caller against every column. Callers of an account have a policy that allows everything, so that each refusal
 * comes from the policy under test.
 */
export function matrix(columns: readonly Column[]): AccessCase[] {
  return columns.flatMap(({ allowed, notAllowed = [], note, ...request }) =>
    everyCaller.map((caller) => ({
      ...request,
      name: [caller, request.action, request.resource, note].filter(Boolean).join(" "),
      principal: callers[caller],
      identityPolicies: callers[caller].startsWith("arn:") ? [administratorAccess] : undefined,
      decision: allowed.includes(caller)
        ? "Allowed"
        : notAllowed.includes(caller)
          ? "ImplicitlyDenied"
          : "ExplicitlyDenied",
    })),
  );
}

/** Actions that can make a key's data unreadable, or readable for others, if its policy allows them. */
export const dangerousKeyActions = [
  "kms:PutKeyPolicy",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKeyRotation",
  "kms:CreateAlias",
  "kms:UpdateAlias",
  "kms:DeleteAlias",
  "kms:TagResource",
  "kms:UntagResource",
];

/** Callers that can do so, and create grants, on a key that the account's IAM policies administer. */
export function danger(keyArn: string): AccessCase[] {
  const allowed: Caller[] = ["root", "administrator", "breakGlass"];
  const actions = [...dangerousKeyActions, "kms:CreateGrant"];
  const others: Caller[] = ["application", "deployer", "otherPermissionSet"];
  return matrix(actions.map((action) => ({ action, resource: keyArn, resourceAccount: account, allowed }))).filter(
    ({ principal }) => [...allowed, ...others].some((caller) => callers[caller] === principal),
  );
}
