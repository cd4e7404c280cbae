import { Token } from "cdktf";
import { environmentSchema } from "../../src/settings/environment";
import { organizationSchema } from "../../src/settings/organization";
import { pathsOf } from "../support/schema-paths";
import { change, faultsOf, faultsWith, organization, organizationFaultsWith, prod } from "./example-settings";

const throws = (): never => {
  throw new Error("unreadable");
};

/** An error without a text. */
const throwsUnreadable = (): never => {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a getter can throw anything
  throw { toString: throws };
};

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
};

const circular: Record<string, unknown> = {};
circular.self = { again: circular };

const twice = (value: unknown) => [value, value, value, value, value, value, value, value];
const shared = twice(twice(twice(twice(twice(twice(twice(twice("a"))))))));

/** Values that no setting has. */
const faulty: Readonly<Record<string, unknown>> = {
  "a symbol": Symbol("a\nsymbol"),
  "a BigInt": 5n,
  "a function": () => "a",
  "a circular object": circular,
  "an object that throws": { toJSON: throws },
  "a getter that throws": Object.defineProperty({}, "value", { get: throws, enumerable: true }),
  "a proxy that throws": new Proxy({}, { ownKeys: throws }),
  "a proxy of a list that throws": new Proxy([], { get: throws }),
  "a proxy without a prototype to read": new Proxy({}, { getPrototypeOf: throws }),
  "a proxy that throws what cannot be shown": new Proxy({}, { ownKeys: throwsUnreadable }),
  "a revoked proxy": revoked(),
  "a date": new Date(0),
  "a map": new Map([["a", "b"]]),
  "an object with a symbol": { [Symbol("a")]: 1 },
  "a list of almost endless length": new Array(4_294_967_295),
  "a megabyte": "a".repeat(1_000_000),
  "escapes and line breaks": "a\u001b[31m\r\nb\u009b\u2028\u202e",
  "a reference": Token.asString({ resolve: () => "a" }),
};

/** Paths of settings outside of lists, with names that the author of the settings could choose. */
function settable(paths: readonly string[]): string[] {
  return paths
    .filter((path) => !path.includes("[]"))
    .map((path) => path.replace("nodeGroups.<name>", "nodeGroups.general").replace("<name>", "name"));
}

const longestLine = 1500;
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function expectReadable(lines: readonly string[]): void {
  expect(lines).not.toEqual([]);
  expect(lines.filter((line) => line.length > longestLine || unprintable.test(line))).toEqual([]);
}

describe.each(Object.entries(faulty))("%s is refused in one readable message", (_, value) => {
  test("as any setting of an environment", () => {
    for (const path of settable(pathsOf(environmentSchema))) expectReadable(faultsWith({ [path]: value }));
  });

  test("as any setting of the organization", () => {
    for (const path of settable(pathsOf(organizationSchema))) expectReadable(organizationFaultsWith({ [path]: value }));
  });

  test("as an environment, as all of them, and as the organization", () => {
    expectReadable(faultsOf([value]));
    expectReadable(faultsOf(value));
    expectReadable(faultsOf([prod], value));
  });

  test("within a list and under a name", () => {
    expectReadable(faultsWith({ "network.interfaceEndpoints": ["ecr.api", value] }));
    expectReadable(faultsWith({ "cluster.nodeGroups.other": value }));
  });
});

describe("validateSettings", () => {
  test.each([
    ["a megabyte", "a".repeat(1_000_000)],
    ["a line break", "web\n  prod.name: got nothing"],
    ["an escape", "\u001b[2J"],
    ["a reference", Token.asString({ resolve: () => "a" })],
  ])("refuses %s as a name, in one readable line each", (_, name) => {
    expectReadable(faultsWith({ name }));
    expectReadable(faultsWith({ [name]: true }));
    expectReadable(faultsWith({ "cluster.nodeGroups": { [name]: prod.cluster.nodeGroups.general } }));
    expectReadable(faultsWith({ tags: { [name]: "a" } }));
  });

  test("says that an empty place in a list is nothing", () => {
    expect(faultsWith({ "network.availabilityZones": ["a", , "c"] })).toEqual([
      "prod.network.availabilityZones[1]: got nothing, allowed: the letter of an Availability Zone, a to f",
    ]);
  });

  test("says that a setting must not refer to another resource, since Terraform would evaluate it", () => {
    const cidr = Token.asString({ resolve: () => "10.0.0.0/16" });
    expect(faultsWith({ "network.cidr": cidr })).toEqual([
      `prod.network.cidr: got ${JSON.stringify(cidr)}, allowed: plain text, not a reference to another resource`,
    ]);
  });

  test.each(["${aws_vpc.vpc.id}", "%{ if true }a%{ endif }", "$${a}"])(
    "lets no setting pass %s to Terraform",
    (text) => {
      for (const path of settable(pathsOf(environmentSchema))) expectReadable(faultsWith({ [path]: text }));
      for (const path of settable(pathsOf(organizationSchema)))
        expectReadable(organizationFaultsWith({ [path]: text }));
    },
  );

  test("refuses a list of environments of which one cannot be read", () => {
    const list = Object.defineProperty([prod], 1, { get: throws, enumerable: true });
    expect(faultsOf(list)).toEqual([
      'environments: got "an error: Error: unreadable", allowed: a list of environments, not a computed one',
    ]);
  });

  test("suggests no name for an empty one", () => {
    expect(faultsWith({ "": 1 })).toEqual([expect.not.stringContaining("did you mean")]);
  });

  test("refuses 100,000 unknown settings before the test times out, with a suggestion for those that it shows", () => {
    const misspelled = Object.fromEntries(Array.from({ length: 100_000 }, (_, number) => [`stateKeyAlia${number}`, 1]));
    const lines = faultsOf([prod], { ...organization, ...misspelled });
    expect(lines.slice(0, 100)).toEqual(Array(100).fill(expect.stringContaining('; did you mean "stateKeyAlias"?')));
  });

  test("ends a long message with the number of lines that it leaves out", () => {
    const tags = Object.fromEntries(Array.from({ length: 250 }, (_, number) => [`tag${number}`, number]));
    const lines = faultsWith({ tags });
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe("… and 150 more");
  });

  test("refuses a list that contains another many times", () => {
    expectReadable(faultsWith({ "network.interfaceEndpoints": shared }));
  });

  test("refuses a thousand and one environments at once", () => {
    expect(faultsOf(Array.from({ length: 1001 }, () => prod))).toEqual([
      "environments: got 1001, allowed: at most 1000 environments",
    ]);
    const retired = Array.from({ length: 1001 }, () => ({ name: "old", account: prod.account }));
    expect(organizationFaultsWith({ "bootstrap.retired": retired })).toEqual([
      expect.stringMatching(/^organization\.bootstrap\.retired: got .*, allowed: at most 1000 environments$/),
    ]);
  });
});

/** So many that rules which compare all entries with one another would take minutes. */
const entries = 30_000;
const many = <Value>(make: (number: number) => Value) => Array.from({ length: entries }, (_, number) => make(number));
const roleArn = (number: number) => `arn:aws:iam::123456789012:role/Role${number}`;

describe("30,000 entries take seconds:", () => {
  test.each<readonly [string, () => string[]]>([
    ["repositories", () => faultsWith({ repositories: Object.fromEntries(many((number) => [`r${number}`, {}])) })],
    ["unknown settings", () => faultsWith({ network: Object.fromEntries(many((number) => [`r${number}`, 1])) })],
    [
      "prefixes",
      () => faultsWith({ "repositories.api": { keepTagged: many((number) => ({ prefix: `r${number}`, count: 1 })) } }),
    ],
    [
      "roles of one name",
      () => organizationFaultsWith({ "statePrincipals.roles": many((number) => `path${number}/Role`) }),
    ],
    [
      "break-glass roles that are everyday ones",
      () =>
        organizationFaultsWith({
          "statePrincipals.roles": many((number) => `Role${number}`),
          "stateAccess.breakGlass": { roles: many((number) => `role${number}`) },
        }),
    ],
    [
      "trusted principals",
      () =>
        organizationFaultsWith({
          "stateAccess.breakGlassNeedsMfa": false,
          "statePrincipals.roles": many((number) => `Role${number}`),
          "stateAccess.trustedPrincipals": { breakGlass: many(roleArn), writers: many(roleArn) },
        }),
    ],
  ])(
    "%s",
    (_, validate) => {
      expect(() => validate()).not.toThrow();
    },
    30_000,
  );

  test("the networks of 300 environments", () => {
    const environments = Array.from({ length: 300 }, (_, number) => {
      return change(prod, { name: `e${number}`, "network.cidr": `10.${number % 256}.0.0/16` });
    });
    expect(faultsOf(environments, change(organization, { "bootstrap.stateEnvironment": "e0" }))).toHaveLength(44);
  });
});
