import type { AccessNeed, Target } from "./access-need";
import { ownerOf, requestContext, type RequestContext } from "./context";
import type { PolicyDocument } from "./policy-document";
import type { Authorization, RecordedCall } from "./recorded-call";
import { type AccessRequest, type Decision, explain, type Explanation } from "./simulator";
import { unknownKeys, withUnknownKeys } from "./unknown-keys";

/**
 * Services whose resource policies decide.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const servicesWithPolicies = new Set(["ecr", "kms", "s3", "sns", "sqs", "sts"]);

const decisions: Readonly<Record<Decision, Authorization["decision"]>> = {
  Allowed: "allowed",
  ExplicitlyDenied: "explicitDeny",
  ImplicitlyDenied: "implicitDeny",
};

type Answer = Pick<Authorization, "action" | "resource" | "decision" | "context" | "statements" | "reason">;

/**
 * The decision on an action on a resource. A condition key of unknown value makes it undecided if the value matters: if
 * it is allowed with the best value for each statement, and not with the worst.
 */
export async function decide(call: RecordedCall, need: AccessNeed, target: Target): Promise<Answer> {
  const { context, isKnown } = requestContext(call, need, target);
  const { action } = need;
  const subject = { action, resource: target.arn, context };
  const request = accessRequest(call, need, target, context);
  try {
    const unknown = await unknownKeys(request, isKnown);
    const { decision, statements } = await cachedExplanation(request);
    if (unknown.length === 0) return { ...subject, decision: decisions[decision], statements };
    const best = await explain(withUnknownKeys(request, unknown, "best"));
    const worst = await explain(withUnknownKeys(request, unknown, "worst"));
    if (best.decision === worst.decision)
      return { ...subject, decision: decisions[best.decision], statements: worst.statements };
    const reason = `a policy tests ${unknown.join(", ")}, which the referee does not know here`;
    return { ...subject, decision: "undecided", reason, statements: best.statements };
  } catch (error) {
    return { ...subject, decision: "undecided", reason: (error as Error).message, statements: [] };
  }
}

/** The question to the simulator. An ID that AWS will assign is one that no policy names. */
function accessRequest(
  call: RecordedCall,
  { action }: AccessNeed,
  target: Target,
  context: RequestContext["context"],
): AccessRequest {
  const { caller, facts, account } = call;
  return {
    principal: caller.type === "Anonymous" ? "anonymous" : caller.principalArn,
    action,
    resource: target.arn === "*" ? "*" : target.arn.replaceAll("*", "assigned-later"),
    context,
    resourcePolicy: resourcePolicy(action, target, account),
    identityPolicies: facts.identityPolicies,
    boundary: facts.boundary,
    sessionPolicy: merged(facts.sessionPolicies),
    resourceAccount: ownerOf(call, target),
  };
}

function resourcePolicy(action: string, { arn, facts, isNew }: Target, account: string): PolicyDocument | undefined {
  const [prefix = ""] = action.split(":");
  if (prefix === "kms" && isNew) return delegatingTo(arn, account);
  if (prefix === "sts" && facts === undefined) return trustingNone;
  return servicesWithPolicies.has(prefix) ? facts?.policy : undefined;
}

/** That of a role that does not exist: STS answers as if the role did not trust the caller. */
const trustingNone: PolicyDocument = { Version: "2012-10-17", Statement: [] };

/** A key that is being created is subject to IAM policies only. */
function delegatingTo(arn: string, account: string): PolicyDocument {
  const root = `arn:${arn.split(":")[1]}:iam::${account}:root`;
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: [root] }, Action: ["kms:*"], Resource: ["*"] }],
  };
}

const mergedPolicies = new WeakMap<readonly PolicyDocument[], PolicyDocument>();

/** Session policies together allow what one of them allows. */
function merged(policies: readonly PolicyDocument[] | undefined): PolicyDocument | undefined {
  if (policies === undefined || policies.length === 0) return undefined;
  const known = mergedPolicies.get(policies) ?? {
    Version: "2012-10-17",
    Statement: policies.flatMap((one) => one.Statement),
  };
  mergedPolicies.set(policies, known);
  return known;
}

const explanations = new Map<string, Promise<Explanation>>();
const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function cachedExplanation(request: AccessRequest): Promise<Explanation> {
  const { identityPolicies = [], boundary, sessionPolicy, resourcePolicy: policy, ...rest } = request;
  const named = identityPolicies.map((one) => ("policy" in one ? [one.name, identityOf(one.policy)] : identityOf(one)));
  const key = JSON.stringify([rest, named, ...[boundary, sessionPolicy, policy].map(identityOf)]);
  const explanation = explanations.get(key) ?? explain(request);
  explanations.set(key, explanation);
  return explanation;
}

function identityOf(policy: object | undefined): number {
  if (policy === undefined) return 0;
  const identity = identities.get(policy) ?? ++lastIdentity;
  identities.set(policy, identity);
  return identity;
}
