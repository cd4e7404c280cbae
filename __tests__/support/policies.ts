import {
  allowedContextKeysForRequest,
  anonymousPrincipal,
  type EvaluationResult,
  runSimulation,
  type Simulation,
} from "@cloud-copilot/iam-simulate";
import type { PolicyDocument, PolicyStatement } from "./policy-document";
import { rememberMatches } from "./remembered-matches";

rememberMatches();

/** IAM's decision: a matching Deny, no matching Allow, or access. */
export type Decision = EvaluationResult;

export interface AccessRequest {
  /**
   * The caller: the ARN of a role, user, role session, account root or OIDC provider (for AssumeRoleWithWebIdentity), a
   * service such as `logs.ap-northeast-1.amazonaws.com`, or `anonymous`. Prefer `arn:aws:iam::…:role/path/Name` for a
   * role to a session, whose ARN does not contain the path.
   */
  readonly principal: string;

  /** For example `kms:Decrypt`. */
  readonly action: string;

  /** ARN of the resource, `*` for actions without a resource. */
  readonly resource: string;

  /**
   * Condition keys of the request. They are added to the keys that AWS sets on every call: `aws:PrincipalArn`,
   * `aws:PrincipalAccount`, `aws:PrincipalIsAWSService`, `aws:PrincipalServiceName`, `aws:SecureTransport` and, for
   * KMS, `kms:CallerAccount`.
   */
  readonly context?: Readonly<Record<string, string | string[]>>;

  /** The key, bucket, trust, topic or repository policy. */
  readonly resourcePolicy?: PolicyDocument;

  /** The policies of the caller. The account root user has full access without a policy. */
  readonly identityPolicies?: readonly PolicyDocument[];

  /**
   * The permissions boundary of the caller.
   * @default - none
   */
  readonly boundary?: PolicyDocument;

  /**
   * Account that owns the resource.
   * @default - the account in the resource's ARN, or the caller's
   */
  readonly resourceAccount?: string;
}

/** A named access request, with the expected decision. */
export interface AccessCase extends Omit<AccessRequest, "resourcePolicy"> {
  readonly name: string;
  readonly decision: Decision;
}

/** A policy that allows everything, to show what a resource policy adds or denies. */
export const administratorAccess: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }],
};

/**
 * Evaluates one request as IAM would.
 *
 * @throws when a policy is malformed, the action does not exist, or a condition key cannot occur in such a request: a
 * test with one of those would pass for the wrong reason.
 */
export async function evaluate(request: AccessRequest): Promise<Decision> {
  await refuseStrayEncryptionContext(request);
  const answer = await runSimulation(simulationOf(request), {});
  if (answer.resultType === "error") {
    throw new Error(`cannot evaluate ${request.action} on ${request.resource}: ${JSON.stringify(answer.errors)}`);
  }
  const ignored = answer.resultType === "single" ? (answer.result.ignoredContextKeys ?? []) : [];
  if (ignored.length > 0) throw new Error(`${request.action} has no condition key ${ignored.join(", ")}`);
  return answer.overallResult;
}

/** The decision on each case by its name, to be compared with `expectedDecisions` of the same cases. */
export async function decisions(
  resourcePolicy: PolicyDocument | undefined,
  cases: readonly AccessCase[],
): Promise<Record<string, Decision>> {
  const entries = cases.map(async (row) => [row.name, await evaluate({ ...row, resourcePolicy })] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * The expected decisions of the cases, by name.
 *
 * @throws when two cases have the same name, since only one of them would count.
 */
export function expectedDecisions(cases: readonly AccessCase[]): Record<string, Decision> {
  const names = cases.map(({ name }) => name);
  const repeated = names.find((name, position) => names.indexOf(name) !== position);
  if (repeated !== undefined) throw new Error(`two cases are named "${repeated}"`);
  return Object.fromEntries(cases.map((row) => [row.name, row.decision]));
}

function simulationOf(request: AccessRequest): Simulation {
  const policies = isAccountRoot(request.principal) ? [administratorAccess] : (request.identityPolicies ?? []);
  return {
    request: {
      principal: request.principal === "anonymous" ? anonymousPrincipal : request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: resourceAccountOf(request) },
      contextVariables: withKnownKeys({ ...contextThatAwsSets(request), ...request.context }),
    },
    identityPolicies: policies.map((policy, position) => ({
      name: `identity-${position}`,
      policy: withKnownConditionKeys(policy),
    })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    permissionBoundaryPolicies: request.boundary && [
      { name: "boundary", policy: withKnownConditionKeys(request.boundary) },
    ],
    resourcePolicy: request.resourcePolicy && withKnownConditionKeys(request.resourcePolicy),
  };
}

function contextThatAwsSets({ principal, action }: AccessRequest): Record<string, string> {
  if (principal === "anonymous") return { "aws:SecureTransport": "true" };
  if (!principal.startsWith("arn:")) {
    return {
      "aws:SecureTransport": "true",
      "aws:PrincipalIsAWSService": "true",
      "aws:PrincipalServiceName": principal,
    };
  }
  const account = accountOf(principal) ?? "";
  return {
    "aws:SecureTransport": "true",
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalArn": roleOfSession(principal),
    "aws:PrincipalAccount": account,
    ...(action.startsWith("kms:") ? { "kms:CallerAccount": account } : {}),
  };
}

/**
 * The simulator drops keys whose name is free after a colon: an encryption context's, an OIDC provider's claims. With
 * the name of a tag, in both policy and request, they are compared in the same way.
 */
function knownKey(key: string): string {
  const isFreelyNamed =
    /^kms:EncryptionContext:./.test(key) || /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w/-]+)?:(aud|sub)$/i.test(key);
  return isFreelyNamed ? `aws:PrincipalTag/${key}` : key;
}

/** With another name an encryption context bypasses the simulator's own check of the keys of an action. */
async function refuseStrayEncryptionContext({ action, resource, context = {} }: AccessRequest): Promise<void> {
  const key = Object.keys(context).find((name) => name.startsWith("kms:EncryptionContext:"));
  if (key === undefined) return;
  const [service = "", operation = ""] = action.split(":");
  const keys = await allowedContextKeysForRequest(service, operation, resource, false, undefined);
  if (!keys.some((known) => known.startsWith("kms:encryptioncontext:"))) {
    throw new Error(`${action} has no condition key ${key}`);
  }
}

function withKnownKeys<Value>(byKey: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(byKey).map(([key, value]) => [knownKey(key), value]));
}

function withKnownConditionKeys(policy: PolicyDocument): PolicyDocument {
  const statements = policy.Statement.map((statement) => {
    if (statement.Condition === undefined) return statement;
    const conditions = Object.entries(statement.Condition).map(([operator, keys]) => [operator, withKnownKeys(keys)]);
    return { ...statement, Condition: Object.fromEntries(conditions) as PolicyStatement["Condition"] };
  });
  return { ...policy, Statement: statements };
}

function resourceAccountOf({ resourceAccount, resource, principal }: AccessRequest): string {
  const account = resourceAccount ?? accountOf(resource) ?? accountOf(principal);
  if (account === undefined)
    throw new Error(`resourceAccount is needed: neither ${resource} nor ${principal} names one`);
  return account;
}

function accountOf(arn: string): string | undefined {
  return /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

function isAccountRoot(principal: string): boolean {
  return /^arn:[^:]+:iam::\d{12}:root$/.test(principal);
}

function roleOfSession(principal: string): string {
  return principal.replace(/^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, "arn:$1:iam::$2:role/$3");
}
