import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { CommandError } from "../cli/command-error";
import { type Fingerprint, parseFingerprint } from "../plan-report/fingerprint";
import { type Item, reportSchema, sectionNames, type StackReport } from "../plan-report/report";

/** What was reviewed: a fingerprint, and the changes if the report was given. */
interface Reviewed {
  readonly fingerprint: Fingerprint;
  readonly items?: readonly Item[];
}

/**
 * Compares a plan with the one that was reviewed.
 *
 * @param reviewed a fingerprint, or a file with the report as JSON
 * @returns what differs although the plan is the same, in lines
 * @throws CommandError that names the differences when it is another plan, or when that cannot be excluded
 */
export function checkReviewed(reviewed: string, current: StackReport): string[] {
  const { fingerprint: review, items } = readReviewed(reviewed, current.stack);
  const own = parseFingerprint(current.fingerprint ?? "");
  if (!own) throw new Error(`the fingerprint of ${current.stack} cannot be read`);
  if (review.stack !== own.stack) {
    throw refusal(`--reviewed is the fingerprint of ${review.stack}, not of ${own.stack}`, own.stack);
  }
  if (review.digest !== own.digest) {
    const lines = items ? itemDifferences(items, current.plan?.items ?? []) : sectionDifferences(review, own, current);
    throw refusal(
      ["this is not the plan that was reviewed:", ...lines, ...baseDifferences(review, own)].join("\n"),
      own.stack,
    );
  }
  const isSameTree = review.tree !== undefined && review.tree === own.tree;
  if (!own.isComplete && !isSameTree) {
    throw refusal(
      [
        "the plan changes values that a review does not show, and the sources are not those that were reviewed:",
        ...baseDifferences(review, own),
      ].join("\n"),
      own.stack,
    );
  }
  return ["reviewed: the plan is the one that was reviewed", ...baseDifferences(review, own)];
}

function refusal(cause: string, stack: string): CommandError {
  return new CommandError(cause, `review it again: npm run review -- ${stack}`, { effect: "nothing was applied" });
}

function readReviewed(reviewed: string, stack: string): Reviewed {
  const fingerprint = parseFingerprint(reviewed);
  if (fingerprint) return { fingerprint };
  const report = existsSync(reviewed) ? readReport(reviewed) : undefined;
  const own = report?.stacks.find((one) => one.stack === stack);
  const found = parseFingerprint(own?.fingerprint ?? "");
  if (own?.plan && found) return { fingerprint: found, items: own.plan.items };
  throw new CommandError(
    `--reviewed is neither a fingerprint nor a file with the report of ${stack} as JSON`,
    `pass the fingerprint of npm run review -- ${stack}, or the file of its --format json`,
    { effect: "nothing was applied" },
  );
}

function readReport(file: string) {
  try {
    return reportSchema.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

function itemDifferences(reviewed: readonly Item[], current: readonly Item[]): string[] {
  const old = new Map(reviewed.map((item) => [item.address, item]));
  const fresh = new Map(current.map((item) => [item.address, item]));
  return [
    ...current.filter(({ address }) => !old.has(address)).map((item) => `  new: ${item.address} (${item.action})`),
    ...reviewed.filter(({ address }) => !fresh.has(address)).map((item) => `  gone: ${item.address} (${item.action})`),
    ...current.flatMap((item) => {
      const before = old.get(item.address);
      return before && !isDeepStrictEqual(before, item)
        ? [`  different: ${item.address} (${before.action}, now ${item.action})`]
        : [];
    }),
  ];
}

/** Without the report, the digests say which sections differ; the plan says what is in them now. */
function sectionDifferences(review: Fingerprint, own: Fingerprint, { plan }: StackReport): string[] {
  const lines = sectionNames.flatMap((name) => {
    if (review.sections[name] === own.sections[name]) return [];
    const now = plan?.items.filter(({ section }) => section === name) ?? [];
    const listed = now.slice(0, 10).map(({ address, action }) => `    ${address} (${action})`);
    const more = now.length > listed.length ? [`    and ${now.length - listed.length} more`] : [];
    return [`  section ${name} differs, and has now ${now.length} changes`, ...listed, ...more];
  });
  return lines.length > 0 ? lines : ["  the outputs or the deferred changes differ"];
}

/** What the two plans were made from. */
function baseDifferences(review: Fingerprint, own: Fingerprint): string[] {
  const pairs: [string, string | number | undefined, string | number | undefined][] = [
    ["serial of the state", review.serial, own.serial],
    ["commit", review.commit, own.commit],
    ["contents of the commit", review.tree, own.tree],
  ];
  return pairs
    .filter(([, before, now]) => before !== now)
    .map(([what, before = "none", now = "none"]) => `  ${what}: reviewed ${before}, now ${now}`);
}
