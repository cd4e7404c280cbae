import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy } from "@cloud-copilot/iam-policy";
import {
  allowedContextKeysForRequest,
  anonymousPrincipal,
  type EvaluationResult,
  type RequestAnalysis,
  runSimulation,
  type Simulation,
} from "@cloud-copilot/iam-simulate";
import type { PolicyDocument } from "./policy-document";
import { knownArn, withKnownConditionKeys, withKnownKeys } from "./simulator-gaps";

/** IAM's decision: a matching Deny, no matching Allow, or access. */
export type Decision = EvaluationResult;

/** A policy of a principal, by the name that a report shows. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: PolicyDocument;
}

/** A decision and what it rests on. */
export interface Explanation {
  readonly decision: Decision;

  /**
   * The statements of the caller, the resource, the boundary and the session that allow it, or, after an explicit deny,
   * those that deny it: `<policy>/<Sid>`, with the position of a statement (from 1) that has no Sid.
   */
  readonly statements: readonly string[];

  /** Kinds of policy that refuse what the others would allow: `identity`, `resource`, `pb` for the boundary. */
  readonly refusedBy: readonly string[];
}

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
  readonly identityPolicies?: readonly (PolicyDocument | NamedPolicy)[];

  /**
   * The permissions boundary of the caller.
   * @default - none
   */
  readonly boundary?: PolicyDocument;

  /**
   * The policy that limits the session.
   * @default - the session has all permissions of its role
   */
  readonly sessionPolicy?: PolicyDocument;

  /**
   * Account that owns the resource.
   * @default - the account in the resource's ARN, or the caller's
   */
  readonly resourceAccount?: string;
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
  const { decision, ignored } = await explain(request);
  if (ignored.length > 0) throw new Error(`${request.action} has no condition key ${ignored.join(", ")}`);
  return decision;
}

/**
 * The decision of IAM and the statements that lead to it. Condition keys that such a request does not have are ignored
 * and returned.
 *
 * @throws when a policy is malformed, or the action or a resource of its kind does not exist
 */
export async function explain(request: AccessRequest): Promise<Explanation & { readonly ignored: readonly string[] }> {
  const answer = await runSimulation(simulationOf(request), {});
  if (answer.resultType === "error") {
    throw new Error(`cannot evaluate ${request.action} on ${request.resource}: ${JSON.stringify(answer.errors)}`);
  }
  const results = answer.resultType === "single" ? [answer.result] : answer.results;
  return {
    decision: answer.overallResult,
    statements: [...new Set(results.flatMap(({ analysis }) => statementsOf(analysis)))],
    refusedBy: [...new Set(results.flatMap(({ analysis }) => analysis.blockedBy ?? []))],
    ignored: answer.resultType === "single" ? (answer.result.ignoredContextKeys ?? []) : [],
  };
}

function statementsOf(analysis: RequestAnalysis): string[] {
  const { identityAnalysis, resourceAnalysis, permissionBoundaryAnalysis, sessionAnalysis } = analysis;
  const analyses = [identityAnalysis, resourceAnalysis, permissionBoundaryAnalysis, sessionAnalysis];
  const deciding = analysis.result === "ExplicitlyDenied" ? "denyStatements" : "allowStatements";
  return analyses.flatMap((one) =>
    (one?.[deciding] ?? []).map(({ policyId, statement }) => `${policyId}/${statement.sid() ?? statement.index()}`),
  );
}

function simulationOf(request: AccessRequest): Simulation {
  const policies = isAccountRoot(request.principal) ? [administratorAccess] : (request.identityPolicies ?? []);
  const { boundary, resourcePolicy, sessionPolicy } = request;
  return {
    request: {
      principal: request.principal === "anonymous" ? anonymousPrincipal : request.principal,
      action: request.action,
      resource: { resource: knownArn(request.resource), accountId: resourceAccountOf(request) },
      contextVariables: withKnownKeys({ ...contextThatAwsSets(request), ...request.context }),
    },
    identityPolicies: policies.map((given, position) => {
      const { name, policy } = "policy" in given ? given : { name: `identity-${position}`, policy: given };
      return { name, policy: validated(policy) };
    }),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    permissionBoundaryPolicies: boundary && [{ name: "boundary", policy: validated(boundary) }],
    sessionPolicy: sessionPolicy && validated(sessionPolicy),
    resourcePolicy: resourcePolicy && validatedResourcePolicy(resourcePolicy),
  };
}

/** A policy is checked once: a deployment's thousand calls have the same few. */
const validated = oncePerPolicy((policy) =>
  createValidatedPolicy(withKnownConditionKeys(policy), validateIdentityPolicy),
);

const validatedResourcePolicy = oncePerPolicy((policy) => ({
  ...createValidatedPolicy(withKnownConditionKeys(policy), validateResourcePolicy),
  name: "resource",
}));

function oncePerPolicy<Result>(check: (policy: PolicyDocument) => Result): (policy: PolicyDocument) => Result {
  const results = new WeakMap<PolicyDocument, Result>();
  return (policy) => {
    const result = results.get(policy) ?? check(policy);
    results.set(policy, result);
    return result;
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

function resourceAccountOf({ resourceAccount, resource, principal }: AccessRequest): string {
  const account = resourceAccount ?? accountOf(resource) ?? accountOf(principal);
  if (account === undefined)
    throw new Error(`resourceAccount is needed: neither ${resource} nor ${principal} names one`);
  return account;
}

/** The account in an ARN, if it names one. */
export function accountOf(arn: string): string | undefined {
  return /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

function isAccountRoot(principal: string): boolean {
  return /^arn:[^:]+:iam::\d{12}:root$/.test(principal);
}

function roleOfSession(principal: string): string {
  return principal.replace(/^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, "arn:$1:iam::$2:role/$3");
}
