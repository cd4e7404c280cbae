import { type Fault, fault } from "../../options/faults";
import type { Organization } from "../organization";
import type { Readable } from "../partial-settings";
import type { Environments } from "./named-principals";

/** Tags that each stack adds: `Environment` to every resource, and `Name` to those that the console lists by it. */
const ownKeys = ["Environment", "Name"];

/** AWS allows 50 tags on a resource. */
const mostTags = 50;

/** Room for the two tags above, two for discovery, and those that EKS and controllers add to instances and their groups. */
const addedTags = 10;

/**
 * Rules about tags as a set, that is, those of the organization and of an environment together.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export function tagFaults({ tags: shared }: Readable<Organization>, environments: Environments): Fault[] {
  const ofOrganization = Object.keys(shared ?? {});
  return [
    ...refuseAlikeKeys("organization", ofOrganization, []),
    ...environments.flatMap(({ label, values: { tags } }) => {
      const own = Object.keys(tags ?? {});
      return [...refuseAlikeKeys(label, own, ofOrganization), ...refuseTooManyTags(label, own, ofOrganization)];
    }),
  ];
}

/**
 * `tags`: not Environment and Name, which the stack sets, and no two keys that differ only in letter case, not even one of
 * the organization and one of an environment: IAM does not distinguish them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
function refuseAlikeKeys(label: string, keys: readonly string[], inherited: readonly string[]): Fault[] {
  const refused = (key: string, allowed: string) => [fault([label, "tags", key], key, allowed)].map(asName);
  const spellings = new Map(inherited.map((key) => [key.toLowerCase(), key]));
  return keys.flatMap((key) => {
    const builtIn = ownKeys.find((own) => own.toLowerCase() === key.toLowerCase());
    if (builtIn !== undefined) return refused(key, `a key other than ${builtIn}, which the stack itself sets`);
    const other = spellings.get(key.toLowerCase());
    spellings.set(key.toLowerCase(), other ?? key);
    if (other === undefined || other === key) return [];
    return refused(key, `a key that differs from "${other}" in more than letter case, which IAM ignores`);
  });
}

/** `tags`: at most 40 of the organization and an environment together, since AWS allows 50 with those that are added. */
function refuseTooManyTags(label: string, own: readonly string[], inherited: readonly string[]): Fault[] {
  const count = new Set([...own, ...inherited]).size;
  if (count <= mostTags - addedTags) return [];
  const allowed =
    `at most ${mostTags - addedTags} with those of the organization, since AWS allows ${mostTags} on a resource and ` +
    `the stack, EKS and controllers add up to ${addedTags}`;
  return [{ ...fault([label, "tags"], count, allowed), got: `${count} tags` }];
}

function asName(inner: Fault): Fault {
  return { ...inner, got: `the name ${inner.got}` };
}
