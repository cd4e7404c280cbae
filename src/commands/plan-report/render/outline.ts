import { durationText } from "../../cli/duration-text";
import { countLine } from "../../terraform/plan-counts";
import type { Costs, Item, PlanReport, SectionName, StackReport } from "../report";
import { attributeLine, statementLines } from "./item-lines";
import type { Line, Span } from "./line";

/** Something that a report tells, with what belongs to it below. */
export interface Entry {
  readonly line: Line;
  readonly details: readonly Line[];
}

export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** What a report says about a stack, in the order in which it matters, whatever the format. */
export interface Outline {
  readonly stack: string;

  /** What the stack comes to, in one line. */
  readonly summary: Line;

  /** What the plan is based on. */
  readonly facts: readonly Line[];
  readonly sections: readonly Section[];

  /** Every change with all that is known of it. */
  readonly full: readonly Section[];
}

const titles: Readonly<Record<SectionName, string>> = {
  irreversible: "Cannot be undone",
  exposure: "Opens access",
  policies: "Changes IAM, keys and access",
  interruption: "Interrupts service",
  other: "Other changes",
};

const inSummary = {
  irreversible: "cannot be undone",
  exposure: "opens access",
  policies: "changes IAM, keys and access",
  interruption: "interrupts service",
} as const;

/**
 * The outline of a report about one stack.
 *
 * @param now the time, for the age of the state; without it, the outline depends on nothing but the report
 */
export function outlineOf(report: StackReport, now?: Date): Outline {
  const { stack, plan } = report;
  return {
    stack,
    summary: summaryOf(report),
    facts: factsOf(report, now),
    sections: plan ? sectionsOf(plan) : [],
    full: plan ? fullOf(plan) : [],
  };
}

function summaryOf({ outcome, plan, message = "" }: StackReport): Line {
  if (!plan) return [outcome === "skipped" ? "not reviewed: " : "failed: ", { code: message }];
  if (outcome === "no-changes") return ["no changes"];
  const dangers = (["irreversible", "exposure", "policies", "interruption"] as const).flatMap((section) => {
    const count = plan.items.filter((item) => item.section === section).length;
    return count > 0 ? [`${inSummary[section]}: ${count}`] : [];
  });
  const cost = plan.costs ? [`costs: ${costText(plan.costs)}`] : [];
  return [[countLine(plan.counts), ...dangers, ...cost].join("; ")];
}

function factsOf({ state, commit, fingerprint, plan, nextStep }: StackReport, now: Date | undefined): Line[] {
  if (!plan) return nextStep === undefined ? [] : [["next: ", { code: nextStep }]];
  const base: Line = state
    ? [
        `state: serial ${state.serial}, ${state.resources} resources`,
        ...(state.writtenAt ? [", written ", { code: state.writtenAt }] : []),
        ...(state.writtenAt && now ? [` (${durationText(Date.parse(state.writtenAt), now)} ago)`] : []),
      ]
    : ["state: none, the stack was never deployed"];
  return [
    base,
    ...(commit === undefined ? [] : [["commit: ", { code: commit }]]),
    ...(fingerprint === undefined ? [] : [["fingerprint: ", { code: fingerprint }]]),
  ];
}

function sectionsOf(plan: PlanReport): Section[] {
  const of = (section: SectionName) => plan.items.filter((item) => item.section === section);
  const others = of("other").filter(({ action }) => action !== "create");
  const risky = (["irreversible", "exposure", "policies", "interruption"] as const).map((name) => ({
    title: titles[name],
    entries: of(name).map((item) => entryOf(item, item.action === "create" ? "statements" : "all")),
  }));
  return [
    ...risky,
    { title: titles.other, entries: others.map((item) => entryOf(item, "all")) },
    { title: "Creations", entries: creations(of("other").filter(({ action }) => action === "create")) },
    { title: "Outputs", entries: plan.outputs.map(({ name, change }) => entry([{ code: name }, ` is ${change}`])) },
    { title: "Changed outside Terraform", entries: plan.drift.map(driftEntry) },
    {
      title: "Deferred",
      entries: plan.deferred.map(({ address, reason }) => entry([{ code: address }, ": ", { code: reason }])),
    },
    { title: "Failed checks", entries: plan.failedChecks.map((address) => entry([{ code: address }])) },
    { title: "Costs per month", entries: plan.costs ? costEntries(plan.costs) : [] },
  ].filter(({ entries }) => entries.length > 0);
}

function fullOf({ items }: PlanReport): Section[] {
  return items.length === 0 ? [] : [{ title: "All changes", entries: items.map((item) => entryOf(item, "all")) }];
}

const verbs: Readonly<Record<Item["action"], string>> = {
  create: " is created",
  update: " is changed",
  replace: " is",
  destroy: " is",
  forget: " is forgotten: Terraform no longer manages it, and it stays as it is",
  none: "",
};

function entryOf(item: Item, show: "all" | "statements"): Entry {
  const { address, action, reasons, imported, movedFrom, needsConfirmation, attributes, statements } = item;
  const said = reasons.flatMap(({ text, value }, index): Span[] => [
    index === 0 ? (action === "replace" || action === "destroy" ? " " : ": ") : "; ",
    text,
    ...(value === undefined ? [] : [" ", { code: value }]),
  ]);
  return {
    line: [
      { code: address },
      verbs[action],
      ...said,
      ...(imported ? [action === "none" ? " is imported" : "; it is imported"] : []),
      ...(movedFrom === undefined
        ? []
        : [action === "none" && !imported ? " was moved from " : "; it was moved from ", { code: movedFrom }]),
      ...(needsConfirmation ? [" (needs confirmation)"] : []),
    ],
    details: [...(show === "all" ? attributes.map(attributeLine) : []), ...statements.flatMap(statementLines)],
  };
}

function creations(items: readonly Item[]): Entry[] {
  const types = [...new Set(items.map(({ type }) => type))].sort();
  return types.map((type) => {
    const names = items
      .filter((item) => item.type === type)
      .map(({ address }) => address.slice(address.indexOf(`${type}.`)).replace(`${type}.`, ""));
    return entry([{ code: type }, ` (${names.length}): `, { code: names.join(", ") }]);
  });
}

function driftEntry({ address, change, attributes }: PlanReport["drift"][number]): Entry {
  if (change === "deleted") return entry([{ code: address }, " no longer exists"]);
  return entry([{ code: address }, ": ", { code: attributes.join(", ") }]);
}

function costEntries({ lines, unknown, prices, ...costs }: Costs): Entry[] {
  return [
    entry([`${costText({ ...costs, lines, unknown, prices })} (${prices})`]),
    ...lines.map(({ what, before, after, monthly }) =>
      entry([{ code: what }, `: ${before} to ${after}, ${signed(monthly)}`]),
    ),
    ...unknown.map((what) => entry(["unknown price: ", { code: what }])),
  ];
}

/** The difference in one line. */
function costText({ monthly, unknown, lines }: Costs): string {
  const known = lines.length === 0 ? "" : `${signed(monthly)} per month`;
  const open = unknown.length === 0 ? "" : `${unknown.length} unknown`;
  return [known, open].filter((text) => text !== "").join(", ");
}

function signed(amount: number): string {
  return `${amount < 0 ? "−" : "+"}${Math.abs(amount).toFixed(2)} USD`;
}

function entry(line: Line): Entry {
  return { line, details: [] };
}
