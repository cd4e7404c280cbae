import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import type { ControlResult, Finding } from "../controls/results";
import type { Rule } from "../controls/rule";
import { rules } from "../controls/rules";
import type { Assessment } from "../model/assessment";
import type { Project, SourceLine } from "../model/project";
import { hclFile } from "../page/links";
import type { StackFiles } from "../synthesis/synthesized-project";
import { blockLines } from "./block-lines";
import { findingsOfRules } from "./findings-of-rules";
import { identifier } from "./identifiers";

/** What SARIF needs besides the assessment: where blocks are, and what led to them. */
export interface SarifSources {
  readonly files: ReadonlyMap<string, StackFiles>;
  readonly provenance: Project["provenance"];
}

/**
 * The findings that do not pass, in SARIF 2.1.0: failing ones as errors, accepted ones as suppressed errors, undecided
 * ones as open. Locations are in the HCL of the evidence; related ones are in the sources.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif({ controls, sources }: Assessment, { files, provenance }: SarifSources): Log {
  const lines = new Map([...files].map(([stack, file]) => [stack, blockLines(file)]));
  const findings = findingsOfRules(controls).filter(({ outcome }) => outcome !== "passes");
  const used = usedRules(controls);
  const indexes = new Map(used.map(({ id }, index) => [id, index]));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "npm run evidence", rules: used.map((rule) => descriptor(rule, controls)) } },
        ...(sources.commit !== undefined && { properties: { commit: sources.commit, clean: sources.clean } }),
        originalUriBaseIds: {
          EVIDENCE: { description: { text: "Folder that contains this file." } },
          SOURCES: { description: { text: "Folder of the checkout." } },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => ({
          ...result(finding, lines.get(finding.stack)),
          ruleIndex: indexes.get(finding.rule) ?? -1,
          ...related(provenance.get(`${finding.stack}/${finding.address ?? ""}`)),
        })),
      },
    ],
  };
}

type DescribedRule = Pick<Rule, "id" | "demands"> & Partial<Pick<Rule, "see">>;

/** In the order of the controls. A rule that reads no resource is described by its control. */
function usedRules(controls: readonly ControlResult[]): readonly DescribedRule[] {
  const used = controls.flatMap((control) =>
    control.rules.map((id): [string, DescribedRule] => [
      id,
      rules.find((rule) => rule.id === id) ?? { id, demands: control.asks },
    ]),
  );
  return [...new Map(used).values()];
}

function descriptor({ id, demands, see }: DescribedRule, controls: readonly ControlResult[]): ReportingDescriptor {
  const tags = controls.filter((control) => control.rules.includes(id)).map((one) => `${one.framework}/${one.id}`);
  return { id, shortDescription: { text: demands }, ...(see && { helpUri: see }), properties: { tags } };
}

function result(finding: Finding, lines: ReadonlyMap<string, number> | undefined): Result {
  const { rule, stack, address = "", outcome, attribute, found, acceptance } = finding;
  const subject = address === "" ? stack : `${stack}/${address}`;
  const isOpen = outcome === "not-decided";
  return {
    ruleId: rule,
    kind: isOpen ? "open" : "fail",
    level: isOpen ? "none" : "error",
    message: { text: `${subject}${attribute === undefined ? "" : ` ${attribute}`}: ${found}` },
    locations: [
      {
        ...(lines && location("EVIDENCE", { file: hclFile(stack), line: lines.get(address) ?? 1 })),
        logicalLocations: [{ fullyQualifiedName: subject, kind: address === "" ? "module" : "resource" }],
      },
    ],
    partialFingerprints: { "finding/v1": identifier("finding", rule, stack, address, attribute ?? "") },
    ...(outcome === "accepted" &&
      acceptance && {
        suppressions: [
          {
            kind: "external" as const,
            status: "accepted" as const,
            justification: `${acceptance.reason} Accepted by ${acceptance.owner} until ${acceptance.expires}.`,
          },
        ],
      }),
  };
}

type Provenance = NonNullable<ReturnType<Project["provenance"]["get"]>>;

function related(provenance: Provenance | undefined): Pick<Result, "relatedLocations"> {
  const candidates = [
    { text: "creates the block", at: provenance?.source },
    { text: `setting ${provenance?.setting.path ?? ""}`, at: provenance?.setting.source },
  ];
  const relatedLocations = candidates.flatMap(({ text, at }) =>
    at === undefined ? [] : [{ ...location("SOURCES", at), message: { text } }],
  );
  return relatedLocations.length === 0 ? {} : { relatedLocations };
}

function location(uriBaseId: string, { file, line }: SourceLine): Location {
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return { physicalLocation: { artifactLocation: { uri, uriBaseId }, region: { startLine: line } } };
}
