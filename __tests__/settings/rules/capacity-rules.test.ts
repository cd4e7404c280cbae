import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { faultsWith } from "../example-settings";

describe("the address space of a network", () => {
  test("refuses zones that do not fit together in a small VPC, and names those that do", () => {
    const network = { "network.cidr": "10.20.0.0/24", "network.availabilityZones": ["a", "b", "c", "d"] };
    expect(faultsWith(network)).toEqual([
      'prod.network.availabilityZones: got ["a","b","c","d"], allowed: not b and d together, since ' +
        "a /24 holds one each of: a or e, b or d, c or f; a /23 or larger holds all of yours",
      expect.stringContaining("the private subnet of zone a, which has 27 addresses where these groups need 144"),
    ]);
  });

  test.each(["10.20.0.0/21", "10.20.0.0/16"])("is enough for six zones of a new region in %s", (cidr) => {
    const availabilityZones = ["a", "b", "c", "d", "e", "f"];
    const region = "us-north-1";
    expect(faultsWith({ region, "network.cidr": cidr, "network.availabilityZones": availabilityZones })).toEqual([]);
  });

  test("refuses node groups whose pods do not fit in their subnets, with the demand of each group", () => {
    expect(faultsWith({ "cluster.nodeGroups.general.maxSize": 171 })).toEqual([
      'prod.cluster.nodeGroups: got {"general":{"maxSize":171}}, allowed: what fits in the private subnet of zone a, ' +
        "which has 8187 addresses where these groups need 8208 (general: 57 nodes of 144)",
    ]);
    expect(faultsWith({ "cluster.nodeGroups.general.maxSize": 168 })).toEqual([]);
  });

  test("counts a group only in its own zones", () => {
    const batch = { instanceTypes: ["m6i.8xlarge"], minSize: 0, desiredSize: 0, maxSize: 28, availabilityZones: ["d"] };
    expect(faultsWith({ "cluster.nodeGroups.batch": batch })).toEqual([
      expect.stringContaining("the private subnet of zone d, which has 8187 addresses where these groups need 8208"),
    ]);
    expect(faultsWith({ "cluster.nodeGroups.batch": { ...batch, maxSize: 27 } })).toEqual([]);
  });

  test("is smaller where interface endpoints take addresses", () => {
    const room = { "network.cidr": "10.20.0.0/21", "cluster.nodeGroups.general.maxSize": 3 };
    const services = Array.from({ length: 108 }, (_, part) => `service${part}`);
    expect(faultsWith({ ...room, "network.interfaceEndpoints": services.slice(1) })).toEqual([]);
    expect(faultsWith({ ...room, "network.interfaceEndpoints": services })).toEqual([
      expect.stringContaining("which has 143 addresses where these groups need 144"),
    ]);
  });

  test("is not checked where settings of the network or the cluster are invalid", () => {
    expect(faultsWith({ "network.cidr": "10.20.0.0/25", "cluster.nodeGroups.general.maxSize": 500 })).toEqual([
      expect.stringContaining("prod.network.cidr"),
    ]);
  });
});

test("settings import the constructs' rules but not the provider", () => {
  const files = readdirSync("src/settings", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.resolve("src/settings", file));
  const seen = new Set<string>();
  const packages = files.flatMap((file) => importedPackages(file, seen));
  expect([...new Set(packages)].sort()).toEqual(["cdktf", "ip-address", "zod"]);
});

/** Packages that a file needs at run time, directly or through the files that it imports. */
function importedPackages(file: string, seen: Set<string>): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";$/gms);
  return [...imports].flatMap(([, from = ""]) =>
    from.startsWith(".") ? importedPackages(path.resolve(path.dirname(file), `${from}.ts`), seen) : [from],
  );
}
