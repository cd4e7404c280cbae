import { App } from "cdktf";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { environments, organization } from "../../environments/index";
import { buildStacks } from "../../src/app";
import { validateSettings } from "../../src/settings/validate";
import { bootstrapAccounts } from "../../src/stacks/bootstrap-accounts";

/** Leaves a week to upgrade a version whose standard support ended. */
const aWeekAgo = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000);

describe("the settings in environments/", () => {
  test("are valid", () => {
    expect(() => validateSettings(organization, environments)).not.toThrow();
  });

  test("name each environment once", () => {
    const names = environments.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test("have no Kubernetes version whose standard support ended more than a week ago", () => {
    const { warnings } = validateSettings(organization, environments, aWeekAgo);
    expect(warnings.filter((warning) => /standard support of .* (has )?ended/.test(warning))).toEqual([]);
  });

  test("synthesize to a stack for each environment, and for the bootstrap of each account", () => {
    const outdir = mkdtempSync(path.join(tmpdir(), "environments-test-"));
    try {
      const app = new App({ outdir });
      buildStacks(app, organization, environments);
      app.synth();
      const accounts = bootstrapAccounts(validateSettings(organization, environments));
      const stacks = [...accounts.map(({ stack }) => stack), ...environments.map(({ name }) => name)];
      expect(readdirSync(path.join(outdir, "stacks")).sort()).toEqual(stacks.sort());
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});
