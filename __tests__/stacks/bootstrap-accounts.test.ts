import { dev, environments, organization, prod } from "../support/example";
import { validateSettings } from "../../src/settings/validate";
import { bootstrapAccountOf, bootstrapAccounts } from "../../src/stacks/bootstrap-accounts";

const account = "210987654321";
const staging = { ...dev, name: "staging", account, network: { ...dev.network, cidr: "10.30.0.0/16" } };
const test2 = { ...staging, name: "test", network: { ...dev.network, cidr: "10.40.0.0/16" } };

describe("the accounts of the settings", () => {
  test("are one as shipped, whose stack is bootstrap", () => {
    const accounts = bootstrapAccounts(validateSettings(organization, environments));

    expect(accounts).toHaveLength(1);
    expect(accounts).toMatchObject([{ accountId: "123456789012", stack: "bootstrap", isMain: true }]);
    expect(accounts[0]?.environments.map(({ name }) => name)).toEqual(["dev", "prod"]);
  });

  test("begin with that of bootstrap.stateEnvironment, and each has the environments that it stores", () => {
    const settings = validateSettings(organization, [staging, test2, dev, prod]);
    const found = bootstrapAccounts(settings).map(({ stack, isMain, stateEnvironment, environments }) => ({
      stack,
      isMain,
      stateEnvironment: stateEnvironment.name,
      environments: environments.map(({ name }) => name),
    }));

    expect(found).toEqual([
      { stack: "bootstrap", isMain: true, stateEnvironment: "prod", environments: ["dev", "prod"] },
      {
        stack: `bootstrap-${account}`,
        isMain: false,
        stateEnvironment: "staging",
        environments: ["staging", "test"],
      },
    ]);
    const pinned = { ...organization, bootstrap: { ...organization.bootstrap, furtherStateEnvironments: ["test"] } };
    const [, further] = bootstrapAccounts(validateSettings(pinned, [staging, test2, dev, prod]));
    expect(further?.stateEnvironment.name).toBe("test");
    expect(bootstrapAccountOf(settings).stack).toBe("bootstrap");
    expect(bootstrapAccountOf(settings, account).stack).toBe(`bootstrap-${account}`);
    expect(() => bootstrapAccountOf(settings, "333333333333")).toThrow("no environment is in account 333333333333");
  });
});
