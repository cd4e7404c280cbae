import { environmentSchema } from "../../src/settings/environment";
import { organizationSchema } from "../../src/settings/organization";
import { pathsOf } from "../support/schema-paths";
import { faultsWith, organizationFaultsWith } from "./example-settings";

/** Paths of settings outside of lists, with names that the author of the settings could choose. */
function settable(paths: readonly string[]): string[] {
  return paths
    .filter((path) => !path.includes("[]"))
    .map((path) => path.replace("nodeGroups.<name>", "nodeGroups.general").replace("<name>", "name"));
}

const onlyNull = (lines: readonly string[]) => lines.filter((line) => line.includes("got null"));

describe("null is refused, and never stands for a default or for none:", () => {
  test.each(settable(pathsOf(environmentSchema)).filter((path) => path !== "name"))("%s", (path) => {
    expect(onlyNull(faultsWith({ [path]: null }))).toEqual([
      expect.stringMatching(new RegExp(`^prod\\.${path.replaceAll(".", "\\.")}: got null, allowed: .+`)),
    ]);
  });

  test.each(settable(pathsOf(organizationSchema)))("organization.%s", (path) => {
    expect(onlyNull(organizationFaultsWith({ [path]: null }))).toEqual([
      expect.stringMatching(new RegExp(`^organization\\.${path.replaceAll(".", "\\.")}: got null, allowed: .+`)),
    ]);
  });

  test("name of an environment", () => {
    expect(onlyNull(faultsWith({ name: null }))).toEqual([
      expect.stringMatching(/^environments\[0\]\.name: got null, allowed: lowercase letters/),
    ]);
  });
});
