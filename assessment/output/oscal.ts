import type { ControlResult, Finding, Outcome } from "../controls/results";
import type { InventoryRow } from "../inventory/inventory";
import type { Assessment } from "../model/assessment";
import { stableUuid } from "./identifiers";

/** Version of OSCAL, whose schema a test validates against. */
const oscalVersion = "1.2.1";

/** Namespace of properties that OSCAL does not define. */
const properties = `urn:uuid:${stableUuid("properties")}`;

const reasons: Readonly<Record<Outcome, string>> = {
  passes: "pass",
  fails: "fail",
  accepted: "other",
  "not-decided": "other",
};

/** The plan that the results refer to, as OSCAL requires. */
const plan = stableUuid("plan");

/**
 * The controls as OSCAL assessment results: a finding for each control that is decided, an observation for each rule and
 * result, an approved deviation for each acceptance. A control that code cannot decide has an observation alone, since
 * OSCAL knows only satisfied and not satisfied.
 *
 * @see https://pages.nist.gov/OSCAL/learn/concepts/layer/assessment/assessment-results/
 */
export function oscal({ sources, controls, inventory }: Assessment): object {
  const time = `${sources.date}T00:00:00Z`;
  const commit = sources.commit ?? "none";
  const observations = new Observations(inventory, time);
  const risks = risksOf(controls, time);
  return {
    "assessment-results": {
      uuid: stableUuid("results", commit, sources.date),
      metadata: {
        title: "Evidence of the synthesized stacks",
        "last-modified": time,
        version: commit,
        "oscal-version": oscalVersion,
      },
      "import-ap": { href: `#${plan}` },
      results: [
        {
          uuid: stableUuid("result", commit, sources.date),
          title: "Assessment of the code",
          description: "Decided from the synthesized Terraform configuration, without access to an account.",
          start: time,
          "local-definitions": { "inventory-items": inventory.map(inventoryItem) },
          "reviewed-controls": {
            "control-selections": [
              { "include-controls": controls.map((control) => ({ "control-id": controlId(control) })) },
            ],
          },
          findings: controls
            .filter(({ outcome }) => outcome !== "not-decided")
            .map((control) => findingOf(control, observations)),
          observations: [...observations.all(), ...controls.flatMap((control) => undecided(control, time))],
          ...(risks.length > 0 ? { risks } : {}),
        },
      ],
      "back-matter": {
        resources: [
          {
            uuid: plan,
            title: "How the code is assessed",
            description: "docs/evidence.md of the repository describes what is examined and how.",
            rlinks: [{ href: "docs/evidence.md" }],
          },
        ],
      },
    },
  };
}

/** A token of OSCAL begins with a letter and has no slash. */
function controlId({ framework, id }: ControlResult): string {
  return `${framework}_${id}`.replace(/[^\p{L}\p{N}._-]/gu, "-");
}

function itemUuid(stack: string, address: string): string {
  return stableUuid("resource", stack, address);
}

function inventoryItem({ stack, address, type, region, account }: InventoryRow) {
  return {
    uuid: itemUuid(stack, address),
    description: `${address} of stack ${stack}`,
    props: Object.entries({ stack, address, "resource-type": type, region, account })
      .filter(([, value]) => value !== "")
      .map(([name, value]) => ({ name, ns: properties, value })),
  };
}

function findingOf(control: ControlResult, observations: Observations) {
  const accepted = control.findings.filter(({ outcome }) => outcome === "accepted");
  const related = observations.of(control.findings);
  return {
    uuid: stableUuid("finding", controlId(control)),
    title: control.title,
    description: control.summary,
    props: [{ name: "result", ns: properties, value: control.outcome }],
    target: {
      type: "objective-id",
      "target-id": controlId(control),
      description: control.asks,
      status: {
        state: control.outcome === "passes" ? "satisfied" : "not-satisfied",
        reason: reasons[control.outcome],
      },
    },
    ...(related.length > 0 ? { "related-observations": related } : {}),
    ...(accepted.length > 0
      ? { "related-risks": [...new Set(accepted.map(riskUuid))].map((uuid) => ({ "risk-uuid": uuid })) }
      : {}),
  };
}

/** One observation for each rule and result, which names the resources. */
class Observations {
  private readonly found = new Map<string, Map<string, Finding>>();
  private readonly items: ReadonlySet<string>;

  constructor(
    inventory: readonly InventoryRow[],
    private readonly time: string,
  ) {
    this.items = new Set(inventory.map(({ stack, address }) => itemUuid(stack, address)));
  }

  /** References to the observations of these findings, which are noted. */
  of(findings: readonly Finding[]) {
    const keys = findings.map((finding) => {
      const key = `${finding.rule}\n${finding.outcome}`;
      const subjects = this.found.get(key) ?? new Map<string, Finding>();
      subjects.set(`${finding.stack}\n${finding.address ?? ""}`, finding);
      this.found.set(key, subjects);
      return key;
    });
    return [...new Set(keys)].map((key) => ({ "observation-uuid": stableUuid("observation", key) }));
  }

  all() {
    return [...this.found].map(([key, subjects]) => {
      const [rule = "", outcome = ""] = key.split("\n");
      const uuids = [...subjects.values()].map(({ stack, address = "" }) => itemUuid(stack, address));
      const known = uuids.filter((uuid) => this.items.has(uuid));
      return {
        uuid: stableUuid("observation", key),
        title: rule,
        description: `${outcome}: ${[...subjects.values()]
          .map(({ found }) => found)
          .filter(isFirst)
          .join("; ")}`,
        methods: ["TEST"],
        collected: this.time,
        ...(known.length > 0
          ? { subjects: known.map((uuid) => ({ "subject-uuid": uuid, type: "inventory-item" })) }
          : {}),
      };
    });
  }
}

function isFirst<Value>(value: Value, index: number, all: readonly Value[]): boolean {
  return all.indexOf(value) === index;
}

/** A control that code cannot decide, and what would. */
function undecided(control: ControlResult, collected: string) {
  if (control.outcome !== "not-decided") return [];
  const description = `${control.summary}. ${control.asks}`;
  const uuid = stableUuid("observation", "not decided", controlId(control));
  return [{ uuid, title: `${controlId(control)} is not decided here`, description, methods: ["EXAMINE"], collected }];
}

function riskUuid({ rule, acceptance }: Finding): string {
  return stableUuid("risk", rule, acceptance?.reason ?? "", acceptance?.owner ?? "", acceptance?.expires ?? "");
}

/** The accepted findings as risks whose deviation is approved, until their acceptance expires. */
function risksOf(controls: readonly ControlResult[], time: string) {
  const accepted = controls.flatMap(({ findings }) => findings).filter(({ outcome }) => outcome === "accepted");
  const byId = new Map(accepted.map((finding) => [riskUuid(finding), finding]));
  return [...byId].map(([uuid, { rule, acceptance }]) => ({
    uuid,
    title: `${rule} is accepted`,
    description: acceptance?.reason ?? "",
    statement: `Accepted by ${acceptance?.owner ?? ""} until ${acceptance?.expires ?? ""}, assessed at ${time}.`,
    status: "deviation-approved",
    deadline: `${acceptance?.expires ?? ""}T23:59:59Z`,
  }));
}
