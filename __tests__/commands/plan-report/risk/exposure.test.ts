import { itemOn } from "../plan-of";

const told = (...args: Parameters<typeof itemOn>) => {
  const { section, reasons } = itemOn(...args);
  return { section, reasons: reasons.map(({ text, value = "" }) => `${text} ${value}`.trim()) };
};

const rule = "aws_vpc_security_group_ingress_rule.a";

test.each<[string, string, string[], Record<string, unknown>, string]>([
  [
    "a rule from everywhere",
    rule,
    ["create"],
    { after: { cidr_ipv4: "0.0.0.0/0", from_port: 22, to_port: 22 } },
    "to port 22 from 0.0.0.0/0",
  ],
  [
    "half of everything",
    rule,
    ["create"],
    { after: { cidr_ipv4: "0.0.0.0/1", ip_protocol: "-1" } },
    "to every port from 0.0.0.0/1",
  ],
  [
    "every address of IPv6",
    rule,
    ["create"],
    { after: { cidr_ipv6: "::/0", from_port: 1, to_port: 9 } },
    "to ports 1 to 9 from ::/0",
  ],
  [
    "a rule for an address of the internet",
    rule,
    ["create"],
    { after: { cidr_ipv4: "203.0.113.7/32", from_port: 22, to_port: 22 } },
    "to port 22 from 203.0.113.7/32",
  ],
  [
    "a rule for a group of another account",
    rule,
    ["create"],
    { after: { referenced_security_group_id: "210987654321/sg-1" } },
    "from another account: 210987654321/sg-1",
  ],
  ["all of the internet in IPv6", rule, ["create"], { after: { cidr_ipv6: "2000::/3" } }, "from 2000::/3"],
  [
    "a group with the rule in it",
    "aws_security_group.a",
    ["update"],
    { before: { ingress: [] }, after: { ingress: [{ cidr_blocks: ["0.0.0.0/0"], from_port: 443, to_port: 443 }] } },
    "to port 443",
  ],
  [
    "a bucket's protection that ends",
    "aws_s3_bucket_public_access_block.a",
    ["delete"],
    { before: {}, after: null },
    "nothing protects the bucket",
  ],
  [
    "a subnet",
    "aws_subnet.a",
    ["update"],
    { before: { map_public_ip_on_launch: false }, after: { map_public_ip_on_launch: true } },
    "get public addresses",
  ],
  [
    "a route to the internet gateway",
    "aws_route.a",
    ["create"],
    { after: {}, after_unknown: { gateway_id: true } },
    "internet gateway",
  ],
  [
    "an access entry of another account",
    "aws_eks_access_entry.a",
    ["create"],
    { after: { principal_arn: "arn:aws:iam::210987654321:role/a" } },
    "arn:aws:iam::210987654321:role/a",
  ],
])("%s opens access", (_, address, actions, inside, text) => {
  const { section, reasons } = told(address, actions, inside);
  expect(section).toBe("exposure");
  expect(reasons.at(-1)).toContain(text);
});

test.each<[string, string, string[], Record<string, unknown>]>([
  ["a rule for private addresses of IPv6", rule, ["create"], { after: { cidr_ipv6: "fc00::/7" } }],
  ["a rule for one network", rule, ["create"], { after: { cidr_ipv4: "10.0.0.0/8" } }],
  ["a rule for the network of pods", rule, ["create"], { after: { cidr_ipv4: "100.64.0.0/10" } }],
  ["a rule for a group", rule, ["create"], { after: { referenced_security_group_id: "sg-1" } }],
  [
    "what was open before",
    rule,
    ["update"],
    { before: { cidr_ipv4: "0.0.0.0/0" }, after: { cidr_ipv4: "0.0.0.0/0", tags: { a: "b" } } },
  ],
  [
    "a private endpoint",
    "aws_eks_cluster.a",
    ["create"],
    { after: { vpc_config: [{ endpoint_public_access: false, public_access_cidrs: ["0.0.0.0/0"] }] } },
  ],
  ["a route through a NAT gateway", "aws_route.a", ["create"], { after: { nat_gateway_id: "nat-1" } }],
])("%s opens nothing", (_, address, actions, inside) => {
  expect(told(address, actions, inside).section).not.toBe("exposure");
});

test("an endpoint that opens to more ranges is told by the new ones", () => {
  const config = (...ranges: string[]) => ({
    vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ranges }],
  });
  expect(told("aws_eks_cluster.a", ["update"], { before: config("a"), after: config("a", "b") }).reasons).toEqual([
    "the public endpoint of the cluster accepts connections from b",
  ]);
});

describe("a policy", () => {
  const own = { StringEquals: { "aws:SourceAccount": "123456789012" } };
  const with_ = (more: object) =>
    told("aws_sqs_queue_policy.a", ["create"], {
      after: {
        policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*", ...more }] }),
      },
    });

  test.each<[string, object, string]>([
    ["every principal", { Principal: "*" }, "a policy allows every principal of AWS"],
    ["every principal of AWS", { Principal: { AWS: "*" } }, "a policy allows every principal of AWS"],
    [
      "all but a few",
      { NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } },
      "a policy allows every principal except a few",
    ],
    [
      "another account",
      { Principal: { AWS: "arn:aws:iam::210987654321:root" } },
      "a policy admits another account: arn:aws:iam::210987654321:root",
    ],
    [
      "another account by its number",
      { Principal: { AWS: "210987654321" } },
      "a policy admits another account: 210987654321",
    ],
    [
      "a canonical user",
      { Principal: { CanonicalUser: "79a59df9" } },
      "a policy admits another account: CanonicalUser 79a59df9",
    ],
    [
      "an organization",
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
      "a policy admits every account of an organization: StringEquals aws:PrincipalOrgID = o-1",
    ],
    [
      "identities that it does not name",
      { Principal: { Federated: "accounts.google.com" } },
      "a policy admits every identity of a provider: Federated accounts.google.com",
    ],
  ])("for %s opens access", (_, more, reason) => {
    expect(with_(more)).toEqual({ section: "exposure", reasons: [reason] });
  });

  test("for another account's condition opens access", () => {
    const Condition = { StringEquals: { "aws:SourceAccount": "210987654321" } };
    expect(with_({ Principal: "*", Condition }).section).toBe("exposure");
  });

  test.each<[string, object]>([
    ["this account", { Principal: { AWS: "arn:aws:iam::123456789012:role/a" } }],
    ["a service", { Principal: { Service: "events.amazonaws.com" } }],
    ["everyone under a condition of this account", { Principal: "*", Condition: own }],
    ["a denial to everyone", { Principal: "*", Effect: "Deny" }],
    [
      "an identity of a provider",
      {
        Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/a" },
        Condition: { StringEquals: { "a:sub": "b" } },
      },
    ],
    ["everyone through a bucket", { Principal: "*", Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::a/*" } } }],
  ])("for %s opens nothing", (_, more) => {
    expect(with_(more).section).toBe("policies");
  });

  test.each([
    { StringNotEquals: { "aws:SourceAccount": "123456789012" } },
    { StringLike: { "aws:PrincipalArn": "*" } },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Deployer" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
    { StringLike: { "aws:SourceAccount": "1*" } },
    { StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } },
  ])("under a condition that limits nothing opens access: %j", (Condition) => {
    expect(with_({ Principal: "*", Condition }).section).toBe("exposure");
  });

  test("that loses its condition opens access", () => {
    const text = (Condition?: object) =>
      JSON.stringify({
        Statement: [{ Sid: "A", Effect: "Allow", Principal: "*", Action: "a:b", Resource: "*", Condition }],
      });
    const item = told("aws_sqs_queue_policy.a", ["update"], {
      before: { policy: text(own) },
      after: { policy: text() },
    });
    expect(item.reasons).toEqual(["a policy loses the condition StringEquals aws:SourceAccount = 123456789012"]);
  });
});

test.each<[string, object, object, object, string]>([
  ["everyone", { Principal: "*" }, { Action: "a:b" }, { Action: ["a:b", "a:c"] }, "every principal of AWS"],
  [
    "another account",
    { Principal: { AWS: "210987654321" } },
    { NotResource: ["a", "b"] },
    { NotResource: "a" },
    "another account: 210987654321",
  ],
  [
    "identities of a provider",
    { Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/a" } },
    { Condition: { StringEquals: { "a:sub": "b" } } },
    {},
    "every identity of a provider",
  ],
])("a statement for %s that allows more opens access", (_, principals, before, after, text) => {
  const policy = (more: object) =>
    JSON.stringify({ Statement: [{ Sid: "A", Effect: "Allow", ...principals, ...more }] });
  const update = (from: object, to: object) =>
    told("aws_sqs_queue_policy.a", ["update"], { before: { policy: policy(from) }, after: { policy: policy(to) } });
  const { section, reasons } = update(before, after);
  expect([section, reasons.at(-1)]).toEqual([
    "exposure",
    expect.stringMatching(new RegExp(`^more is allowed: .*${text}`)),
  ]);
  expect(update({ ...before, Action: ["a:d", "a:e"] }, { ...before, Action: "a:d" }).section).toBe("policies");
});
