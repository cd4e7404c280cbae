import { faultsOf, faultsWith, prod } from "./example-settings";

const hidden = (path: string) =>
  `${path}.__proto__: got settings that JavaScript hides, allowed: a name other than __proto__`;

describe("a setting under the name __proto__ is refused", () => {
  test.each([
    ["repositories", { repositories: { __proto__: { api: {} } } }],
    ["tags", { tags: { ["__proto__"]: "a" } }],
    ["cluster", { cluster: { ...prod.cluster, __proto__: { deletionProtection: false } } }],
  ])("in %s", (path, settings) => {
    expect(faultsOf([{ ...prod, ...settings }])).toEqual([hidden(`prod.${path}`)]);
  });

  test("in an environment, in a list and in the organization", () => {
    const retired = [{ name: "old", account: "123456789012", __proto__: { release: true } }];
    const organization = {
      name: "platform",
      stateBucketPrefix: "my-terraform-state",
      region: "ap-northeast-1",
      statePrincipals: { roles: ["Deployer"] },
      bootstrap: { stateEnvironment: "prod", retired },
    };
    expect(faultsOf([prod], organization)).toEqual([hidden("organization.bootstrap.retired[0]")]);
    expect(faultsOf([{ ...prod, __proto__: { tags: {} } }])).toEqual([hidden("prod")]);
  });

  test("in settings that were read from JSON", () => {
    const network = JSON.parse('{ "cidr": "10.20.0.0/16", "__proto__": {} }') as object;
    expect(faultsOf([{ ...prod, network }])).toEqual([hidden("prod.network")]);
  });
});

test("an object without a prototype is like any other", () => {
  expect(faultsWith({ repositories: Object.assign(Object.create(null), { api: {} }) as object })).toEqual([]);
});

describe("a name that every JavaScript object has is refused", () => {
  const group = { instanceTypes: ["m6i.large"], minSize: 1, desiredSize: 1, maxSize: 1 };
  const allowed = "allowed: a name other than constructor, toString and the others that every JavaScript object has";

  test.each([
    ["cluster.nodeGroups", "constructor", group],
    ["repositories", "constructor", {}],
    ["tags", "toString", "a"],
    ["tags", "hasOwnProperty", "a"],
    ["imageRegistry.pullThroughCache", "constructor", { upstream: "quay.io" }],
  ])("in %s: %s", (path, name, value) => {
    expect(faultsWith({ [`${path}.${name}`]: value })).toEqual([
      `prod.${path}.${name}: got the name "${name}", ${allowed}`,
    ]);
  });

  test("as an environment's name and as an endpoint's service", () => {
    expect(faultsWith({ name: "constructor" })).toContainEqual(expect.stringContaining("constructor.name: got "));
    expect(faultsWith({ "network.interfaceEndpoints": ["constructor"] })).toEqual([
      expect.stringContaining('prod.network.interfaceEndpoints[0]: got "constructor", allowed: a short service name'),
    ]);
  });
});
