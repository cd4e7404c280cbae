import type { RetiredSettings } from "../../../src/settings/organization";
import { change, dev, faultsOf, organization, prod } from "../example-settings";

const account = prod.account;
const other = "210987654321";
const state = { replicaRegion: "ap-northeast-3" };

function retiring(...retired: RetiredSettings[]) {
  return change(organization, { "bootstrap.retired": retired });
}

describe("organization.bootstrap.retired", () => {
  test("accepts what remains of an environment, and the release of a replica", () => {
    const retired = [
      { name: "staging", account, region: "us-west-2", state },
      { name: "prod", account, state, release: true },
    ];
    expect(faultsOf([dev, prod], retiring(...retired))).toEqual([]);
  });

  test("holds the environment that stores the state of bootstrap", () => {
    const named = change(retiring({ name: "prod", account }), { "bootstrap.stateEnvironment": "prod" });
    expect(faultsOf([dev], named)).toEqual([]);
  });

  test("refuses an environment that is still in environments/, or retired twice", () => {
    expect(faultsOf([dev, prod], retiring({ name: "dev", account }))).toEqual([
      'organization.bootstrap.retired[0].name: got "dev", allowed: a name that dev does not have, or release: true to give up only the replica',
    ]);
    const twice = { name: "staging", account };
    expect(faultsOf([dev, prod], retiring(twice, twice))).toEqual([
      expect.stringContaining("a name that organization.bootstrap.retired[0] does not have"),
    ]);
  });

  test("refuses to release the last environment of an account", () => {
    expect(faultsOf([dev, prod], retiring({ name: "staging", account: other, release: true }))).toEqual([
      `organization.bootstrap.retired[0].release: got true, allowed: false, or no entry at all: account ${other} has no other environment, so its bootstrap stack ends`,
    ]);
  });

  test("refuses another replica while the previous one, of the same name, is released", () => {
    const moved = change(prod, { "state.replicaRegion": "us-west-2" });
    expect(faultsOf([dev, moved], retiring({ name: "prod", account, state, release: true }))).toEqual([
      'prod.state.replicaRegion: got "us-west-2", allowed: nothing while organization.bootstrap.retired[0] releases the replica in ap-northeast-3, whose bucket has the same name',
    ]);
  });

  test("applies the rules of environments", () => {
    expect(
      faultsOf(
        [dev, prod],
        retiring({ name: "staging", account, region: "us-west-2", state: { replicaRegion: "us-west-2" } }),
      ),
    ).toEqual([
      'organization.bootstrap.retired[0].state.replicaRegion: got "us-west-2", allowed: a region other than the environment\'s own, in the same partition',
    ]);
    expect(faultsOf([dev, prod], retiring({ name: "dev-flow", account }))).toEqual([
      expect.stringContaining("organization.bootstrap.retired[0].name: got "),
    ]);
  });
});

describe("organization.bootstrap.furtherStateEnvironments", () => {
  const elsewhere = change(dev, { name: "sandbox", account: other, "network.cidr": "10.30.0.0/16" });
  const test2 = change(elsewhere, { name: "test", "network.cidr": "10.40.0.0/16" });
  const naming = (...names: string[]) => change(organization, { "bootstrap.furtherStateEnvironments": names });
  const allowed = "an environment in an account of which bootstrap names no other environment";

  test("accepts one environment of each other account", () => {
    expect(faultsOf([dev, prod, elsewhere, test2], naming("test"))).toEqual([]);
  });

  test.each([
    ["of the account of stateEnvironment", ["dev"], 0],
    ["that does not exist", ["nowhere"], 0],
    ["of the same account", ["sandbox", "test"], 1],
  ])("refuses an environment %s", (_, names, position) => {
    expect(faultsOf([dev, prod, elsewhere, test2], naming(...names))).toEqual([
      `organization.bootstrap.furtherStateEnvironments[${position}]: got "${names[position]}", allowed: ${allowed}`,
    ]);
  });
});
