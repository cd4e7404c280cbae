import { change, dev, faultsOf, faultsWith, organization, organizationFaultsWith, prod } from "../example-settings";

const role = (name: string, account = "123456789012") => `arn:aws:iam::${account}:role/${name}`;

describe("access to a cluster is refused to", () => {
  test.each([
    ["the nodes' role", "administrators", "platform-prod-node"],
    ["a workload's role with a path and in another case", "administrators", "apps/Platform-Prod-karpenter"],
    ["the nodes' role of another environment", "viewers", "platform-dev-node"],
    ["the role that copies state", "administrators", "TerraformReplication-prod"],
    ["the role of the trail", "viewers", "platform-audit-trail"],
  ])("%s", (_, list, name) => {
    const access = { [list]: [role("Team"), role(name)] };
    expect(faultsOf([dev, change(prod, { "cluster.access": access })])).toEqual([
      expect.stringMatching(
        `^prod\\.cluster\\.access\\.${list}\\[1\\]: got "${role(name)}", allowed: a principal of your team, not a role `,
      ),
    ]);
  });

  test("a developer that is the nodes' role", () => {
    const developers = [{ principalArn: role("platform-prod-node"), namespaces: ["team-a"] }];
    expect(faultsWith({ "cluster.access": { developers } })).toEqual([
      expect.stringContaining("prod.cluster.access.developers[0].principalArn: got "),
    ]);
  });

  test("no role of the team, user, or role of that name in an account without environment", () => {
    const administrators = [
      role("platform-production"),
      "arn:aws:iam::123456789012:user/platform-prod-operator",
      role("platform-prod-admin", "999999999999"),
    ];
    expect(faultsWith({ "cluster.access": { administrators } })).toEqual([]);
  });
});

test("a created role does not trust an environment's role", () => {
  const trustedPrincipals = { writers: [role("platform-prod-node")] };
  expect(organizationFaultsWith({ "stateAccess.trustedPrincipals": trustedPrincipals })).toEqual([
    expect.stringContaining("organization.stateAccess.trustedPrincipals.writers[0]: got "),
  ]);
});

describe("a developer's namespace is refused if it matches one of controllers:", () => {
  const faultsOfNamespace = (namespace: string) =>
    faultsWith({ "cluster.access": { developers: [{ principalArn: role("Developer"), namespaces: [namespace] }] } });

  test.each([
    "kube-system",
    "*-*",
    "kube-*",
    "*-system",
    "k*",
    "*-lease",
    "kube-public",
    "**-**",
    "*e*",
    "ku*e-s*m",
    "external-*",
  ])("%s", (namespace) => {
    expect(faultsOfNamespace(namespace)).toEqual([
      `prod.cluster.access.developers[0].namespaces[0]: got "${namespace}", allowed: a namespace or a pattern that does not match kube-system, kube-public, kube-node-lease, external-dns`,
    ]);
  });

  test.each(["default", "team-*", "*-team", "kubernetes-*", "kube-system2"])("but not %s", (namespace) => {
    expect(faultsOfNamespace(namespace)).toEqual([]);
  });
});

describe("a cache is refused under", () => {
  const cache = (prefix: string) => ({ "imageRegistry.pullThroughCache": { [prefix]: { upstream: "quay.io" } } });

  test.each([
    ["platform-prod", "platform-prod"],
    ["platform-prod/quay", "platform-prod"],
    ["platform-dev", "platform-dev"],
  ])("%s, the prefix of an environment's repositories", (prefix, owner) => {
    expect(faultsOf([dev, change(prod, cache(prefix))])).toEqual([
      `prod.imageRegistry.pullThroughCache.${prefix.includes("/") ? `["${prefix}"]` : prefix}: got the name "${prefix}", allowed: a prefix other than ${owner}, that of an environment's own repositories`.replace(
        "Cache.[",
        "Cache[",
      ),
    ]);
  });

  test("no other prefix, nor that of an environment with another registry", () => {
    const elsewhere = change(dev, { account: "210987654321" });
    for (const prefix of ["platform", "platform-prod2", "quay/platform-prod"]) {
      expect(faultsOf([dev, change(prod, cache(prefix))], organization)).toEqual([]);
    }
    expect(faultsOf([elsewhere, change(prod, cache("platform-dev"))])).toEqual([]);
  });
});
