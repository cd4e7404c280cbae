import { destructionOf } from "../terraform/destructions";
import { type Reason, whatAndWhy } from "../terraform/destruction-text";
import { isImport } from "../terraform/plan-counts";
import { kindOf, type Kind, type ResourceChange } from "../terraform/plan-json";
import type { StatementChange } from "./policies/compare";
import type { PolicyReader } from "./policies/policy-changes";
import type { Item, SectionName, StatementItem } from "./report";
import { exposures } from "./risk/exposure";
import { interruption } from "./risk/interruption";
import { isShown } from "./values/allow-list";
import { attributeChanges } from "./values/attribute-changes";

/** What the classification of a change needs besides the change. */
export interface ItemContext {
  /** Account of the stack. */
  readonly account: string;
  readonly policies: PolicyReader;

  /** The changes of resources that `--confirm-destroy` must name. */
  readonly needConfirmation: ReadonlySet<ResourceChange>;

  /** The address to show. */
  readonly shownAddress: (address: string) => string;
}

const actions: Readonly<Record<Kind, Item["action"]>> = {
  add: "create",
  change: "update",
  replace: "replace",
  destroy: "destroy",
  forget: "forget",
  nothing: "none",
};

/** Types that grant access by themselves, without a policy. */
const grants: ReadonlySet<string> = new Set([
  "aws_eks_access_entry",
  "aws_eks_access_policy_association",
  "aws_eks_pod_identity_association",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_role_policy_attachment",
]);

/** What a plan does with a resource, and how dangerous that is. */
export function itemOf(resource: ResourceChange, context: ItemContext): Item {
  const { address, previous_address: previous, type } = resource;
  const action = actions[kindOf(resource)];
  const policies = context.policies.changesOf(resource);
  // The policy of a key or a role means nothing without it.
  const statements = action === "destroy" && !type.endsWith("_policy") ? [] : policies.statements;
  const concealed = action === "destroy" ? [] : policies.concealed;
  const needsConfirmation = context.needConfirmation.has(resource);
  const opened = exposures(resource, statements, context.account);
  const interrupted = interruption(resource);
  const isGone = action === "destroy" || action === "forget" || action === "none";
  const attributes = isGone ? [] : attributeChanges(resource, policies.compared);
  const changesGrant =
    /^aws_(iam_|kms_key)|_policy$/.test(type) &&
    (action === "destroy" || (action === "update" && attributes.some(({ name }) => !name.startsWith("tags"))));
  const changesAccess =
    changesGrant || statements.length + policies.unknown.length + concealed.length > 0 || grants.has(type);
  const section = sectionOf({
    needsConfirmation,
    opened,
    changesAccess: changesAccess && action !== "none",
    interrupted,
  });
  const reasons: Reason[] = [
    ...destructionOf(resource).map((destruction) => whatAndWhy({ ...destruction, becauseOf: forcing(resource) })),
    ...opened,
    ...(interrupted === undefined ? [] : [{ text: interrupted }]),
    ...(statements.some(isLostDeny) ? [{ text: "a statement that denies access no longer applies" }] : []),
    ...(statements.some(isNarrowedDeny) ? [{ text: "a statement that denies access applies to less" }] : []),
    ...policies.rewritten.map((name) => ({ text: `${name} is written again, with the same statements` })),
    ...concealed.map((name) => ({ text: `a part of ${name} that changes may not be shown` })),
    ...policies.unknown.map((name) => ({ text: `statements of ${name} are known only after the apply` })),
  ];
  return {
    address: `${context.shownAddress(address)}${resource.deposed === undefined ? "" : " (deposed)"}`,
    type,
    action,
    section,
    needsConfirmation,
    reasons,
    attributes,
    statements: statements.map(statementItem),
    imported: isImport(resource),
    ...(previous !== undefined && previous !== address && { movedFrom: context.shownAddress(previous) }),
  };
}

function isLostDeny({ change, effect }: StatementChange): boolean {
  return change === "removed" && effect === "Deny";
}

function isNarrowedDeny({ change, effect, parts }: StatementChange): boolean {
  return (
    change === "changed" &&
    effect === "Deny" &&
    parts.some(({ name, added, removed }) =>
      name === "conditions" || name.endsWith(" except") ? added.length > 0 : removed.length > 0,
    )
  );
}

function statementItem({ policy, change, sid, effect, parts }: StatementChange): StatementItem {
  return { policy, change, ...(sid !== undefined && { sid }), effect, parts: parts.map(copyOf) };
}

function copyOf<Part extends { added: readonly string[]; removed: readonly string[] }>(part: Part) {
  return { ...part, added: [...part.added], removed: [...part.removed] };
}

interface Risk {
  readonly needsConfirmation: boolean;
  readonly opened: readonly Reason[];
  readonly changesAccess: boolean;
  readonly interrupted: string | undefined;
}

function sectionOf({ needsConfirmation, opened, changesAccess, interrupted }: Risk): SectionName {
  if (needsConfirmation) return "irreversible";
  if (opened.length > 0) return "exposure";
  if (changesAccess) return "policies";
  return interrupted === undefined ? "other" : "interruption";
}

/** The attributes that force a replacement, without indexes; where the allow-list has not the whole path, its first name. */
function forcing({ type, change }: ResourceChange): string[] {
  const paths = (change.replace_paths ?? []).map((steps) => steps.filter((step) => typeof step === "string"));
  return [...new Set(paths.map((names) => (isShown(type, names) ? names.join(".") : (names[0] ?? ""))))];
}
