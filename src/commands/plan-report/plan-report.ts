import { isDeepStrictEqual } from "node:util";
import { resourcesToConfirm } from "../terraform/destructions";
import { countsOf, isImport } from "../terraform/plan-counts";
import { kindOf, type PlanJson, readPlanJson, type ResourceChange } from "../terraform/plan-json";
import { costsOf } from "./costs/costs";
import { itemOf } from "./items";
import { PolicyReader } from "./policies/policy-changes";
import { type Item, type PlanReport, sectionNames } from "./report";
import { secretsOfEnvironment, secretsOfPlan } from "./secrets/known-secrets";
import { scrubAll } from "./secrets/scrub";
import { addressesWithoutKeys } from "./values/addresses";
import { withoutEmpty } from "./values/empty";
import { isObject } from "./values/masks";

/** The stack of a plan. */
export interface PlannedStack {
  /** Account that it belongs to. */
  readonly account: string;

  /** Region of its resources, for their prices. */
  readonly region: string;
}

/**
 * What a plan would do, most dangerous first, without any secret.
 *
 * @param plan the output of `terraform show -json <plan>`
 * @throws when it is not a plan in the format that Terraform documents
 */
export function planReport(plan: unknown, { account, region }: PlannedStack, env = process.env): PlanReport {
  const json = readPlanJson(plan);
  const shownAddress = addressesWithoutKeys(addressesIn(json));
  const managed = json.resource_changes.filter(({ mode }) => mode === "managed");
  const needConfirmation = new Set(resourcesToConfirm(managed));
  const context = { account, policies: new PolicyReader(json), needConfirmation, shownAddress };
  const report: PlanReport = {
    counts: countsOf(managed),
    items: managed
      .filter(isChange)
      .map((resource) => itemOf(resource, context))
      .sort(byRisk),
    outputs: outputsOf(json),
    drift: driftOf(json, shownAddress),
    deferred: json.deferred_changes.map(({ reason, resource_change: { address } }) => ({
      address: shownAddress(address),
      reason: /^[a-z_]+$/.test(reason) ? reason.replaceAll("_", " ") : "unknown",
    })),
    failedChecks: failedChecks(json, shownAddress),
    costs: costsOf(managed, region),
  };
  return scrubAll(new Set([...secretsOfPlan(plan), ...secretsOfEnvironment(env)]), report);
}

function isChange(resource: ResourceChange): boolean {
  const { address, previous_address: previous } = resource;
  return kindOf(resource) !== "nothing" || isImport(resource) || (previous !== undefined && previous !== address);
}

const actionOrder: readonly Item["action"][] = ["destroy", "replace", "forget", "update", "create", "none"];

function byRisk(one: Item, other: Item): number {
  return (
    sectionNames.indexOf(one.section) - sectionNames.indexOf(other.section) ||
    actionOrder.indexOf(one.action) - actionOrder.indexOf(other.action) ||
    compareTexts(one.address, other.address)
  );
}

/** An order that depends on no locale. */
function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function addressesIn({ resource_changes, resource_drift, deferred_changes }: PlanJson): string[] {
  const changes = [...resource_changes, ...resource_drift, ...deferred_changes.map((one) => one.resource_change)];
  return changes.flatMap(({ address, previous_address: previous }) => (previous ? [address, previous] : [address]));
}

function outputsOf({ output_changes }: PlanJson): PlanReport["outputs"] {
  const names = Object.keys(output_changes).sort();
  return names.flatMap((name): PlanReport["outputs"] => {
    const actions = output_changes[name]?.actions ?? [];
    if (actions.includes("create") && actions.length === 1) return [{ name, change: "added" }];
    if (actions.includes("delete") && actions.length === 1) return [{ name, change: "removed" }];
    return actions.includes("no-op") ? [] : [{ name, change: "changed" }];
  });
}

function driftOf({ resource_drift }: PlanJson, shownAddress: (address: string) => string): PlanReport["drift"] {
  const managed = resource_drift.filter((resource) => resource.mode === "managed" && kindOf(resource) !== "nothing");
  const drift = managed.map((resource): PlanReport["drift"][number] => {
    const { address, type } = resource;
    const isDeleted = kindOf(resource) === "destroy";
    const attributes = isDeleted ? [] : differingNames(resource);
    return { address: shownAddress(address), type, change: isDeleted ? "deleted" : "updated", attributes };
  });
  const differing = drift.filter(({ change, attributes }) => change === "deleted" || attributes.length > 0);
  return differing.sort((one, other) => compareTexts(one.address, other.address));
}

/** A refresh reads empty collections for what the provider did not return before. */
function differingNames({ change: { before, after } }: ResourceChange): string[] {
  const [old, fresh] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
  return names.filter((name) => !isDeepStrictEqual(withoutEmpty(old[name]), withoutEmpty(fresh[name])));
}

function failedChecks({ checks }: PlanJson, shownAddress: (address: string) => string): string[] {
  const failed = checks.filter(({ status }) => status === "fail" || status === "error");
  return failed.map(({ address }) => shownAddress(address.to_display)).sort(compareTexts);
}
