import { oscal } from "../../../assessment/output/oscal";
import { dev, organization, prod } from "../../support/example";
import { exampleAssessment } from "../support/example-assessment";
import { synthesized } from "../support/synthesized";
import { testAgainstSchema } from "./published-schema";

const assessment = exampleAssessment(synthesized(organization, [dev, prod]));
const document = JSON.parse(JSON.stringify(oscal(assessment))) as unknown;

/** Values of every property of a name, at any depth. */
function valuesOf(name: string, value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === name && !Array.isArray(value) ? [inner as unknown] : []),
    ...valuesOf(name, inner),
  ]);
}

testAgainstSchema("OSCAL_SCHEMA", "assessment results validate against NIST's schema", () => document);

test("UUIDs are of version 5 and unique, and every reference leads to one", () => {
  const uuids = valuesOf("uuid", document) as string[];
  expect(uuids.length).toBeGreaterThan(100);
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(uuids).size).toBe(uuids.length);
  const references = ["observation-uuid", "risk-uuid", "subject-uuid"].map((name) => valuesOf(name, document));
  for (const [first, ...others] of references) {
    expect(uuids).toContain(first);
    for (const reference of others) expect(uuids).toContain(reference);
  }
  const [plan] = valuesOf("href", document);
  expect(uuids).toContain(String(plan).slice(1));
});

test("control identifiers are tokens", () => {
  const identifiers = [...valuesOf("control-id", document), ...valuesOf("target-id", document)];
  expect(identifiers.length).toBeGreaterThan(0);
  for (const identifier of identifiers) expect(identifier).toMatch(/^[\p{L}_][\p{L}\p{N}._-]*$/u);
});

test("only a control that passes is satisfied, and none that is undecided has a finding", () => {
  const findings = valuesOf("findings", document).flat() as {
    props: { value: string }[];
    target: { status: { state: string; reason: string } };
  }[];
  expect(
    findings.map(({ props, target }) => `${props[0]?.value ?? ""} ${target.status.state} ${target.status.reason}`),
  ).toEqual(
    assessment.controls.flatMap(({ outcome }) => {
      if (outcome === "passes") return ["passes satisfied pass"];
      if (outcome === "fails") return ["fails not-satisfied fail"];
      return outcome === "accepted" ? ["accepted not-satisfied other"] : [];
    }),
  );
});

test("all times are the day of the assessment, or the last day of an acceptance", () => {
  const times = JSON.stringify(document).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g);
  expect([...new Set(times)].sort()).toEqual(["2026-11-27T00:00:00Z", "2027-06-30T23:59:59Z"]);
});
