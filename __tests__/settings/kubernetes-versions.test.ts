import { versionWarning } from "../../src/settings/kubernetes-versions";
import { validateSettings } from "../../src/settings/validate";
import { environmentWith, organization } from "./example-settings";

const on = (day: string) => new Date(`${day}T12:00:00Z`);

describe("versionWarning", () => {
  test.each([
    ["1.32", "2026-03-23"],
    ["1.33", "2026-07-29"],
    ["1.34", "2026-12-02"],
    ["1.35", "2027-03-27"],
    ["1.36", "2027-08-02"],
  ])("returns nothing for %s before the day on which its standard support ends, and then a warning", (version, end) => {
    const beginning = new Date(`${end}T00:00:00Z`);
    expect(versionWarning(version, new Date(beginning.getTime() - 1))).toBeUndefined();
    expect(versionWarning(version, beginning)).toMatch(
      `standard support for Kubernetes ${version} ended on ${end}: EKS upgrades the cluster automatically`,
    );
  });

  test("warns about a version older than the calendar", () => {
    expect(versionWarning("1.31", on("2026-01-01"))).toMatch("standard support for Kubernetes 1.31 has ended: ");
  });

  test("warns in other words about a version newer than the calendar", () => {
    expect(versionWarning("1.37", on("2026-01-01"))).toMatch(
      "Kubernetes 1.37 is newer than 1.36, the last version in src/settings/kubernetes-versions.ts",
    );
  });
});

test("an environment whose version is past standard support is accepted with a warning", () => {
  const administrators = ["arn:aws:iam::123456789012:role/Admin"];
  const environment = environmentWith({ "cluster.version": "1.33", "cluster.access": { administrators } });
  const warningsOn = (day: string) =>
    validateSettings(organization, [environment], on(day)).warnings.filter((warning) => warning.startsWith("prod."));

  expect(warningsOn("2026-07-28")).toEqual([]);
  expect(warningsOn("2026-07-29")).toEqual([
    expect.stringMatching(/^prod\.cluster\.version: standard support for Kubernetes 1\.33 ended on 2026-07-29/),
  ]);
});
