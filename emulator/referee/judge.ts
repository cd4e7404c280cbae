import type { AccessNeed, Target, UnknownNeed } from "./access-need";
import { ownNeeds } from "./actions";
import { decide } from "./decide";
import { needsOnBehalf } from "./on-behalf";
import type { Authorization, RecordedCall, Verdict } from "./recorded-call";
import { targetsOf } from "./targets";

/** What IAM says to a call: to its own actions, and to those that AWS takes with the caller's permissions. */
export async function judge(call: RecordedCall): Promise<Verdict> {
  const needs = [...(await ownNeeds(call)), ...needsOnBehalf(call)];
  const authorizations = (await Promise.all(needs.map((need) => authorizationsFor(call, need)))).flat();
  return { decision: worst(authorizations), authorizations };
}

async function authorizationsFor(call: RecordedCall, need: AccessNeed | UnknownNeed): Promise<Authorization[]> {
  if ("undecided" in need) return [undecided(need.action, need.undecided)];
  if (call.caller.type === "Anonymous" && !need.action.startsWith("s3:")) {
    return [undecided(need.action, "the call is not signed")];
  }
  const targets = await targetsOf(call, need);
  if (typeof targets === "string") return [undecided(need.action, targets)];
  return Promise.all(targets.map((target) => decideOn(call, need, target)));
}

async function decideOn(call: RecordedCall, need: AccessNeed, target: Target): Promise<Authorization> {
  const answer = await decide(call, need, target);
  const reason = answer.reason ?? need.reason;
  return { ...answer, ...(reason ? { reason } : {}), ...(need.onBehalf ? { onBehalf: true } : {}) };
}

function undecided(action: string, reason: string): Authorization {
  return { action, resource: "?", decision: "undecided", reason, context: {}, statements: [] };
}

function worst(authorizations: readonly Authorization[]): Verdict["decision"] {
  const decisions = new Set(authorizations.map(({ decision }) => decision));
  if (decisions.has("explicitDeny") || decisions.has("implicitDeny")) return "denied";
  return decisions.has("undecided") ? "undecided" : "allowed";
}
