import fc from "fast-check";
import {
  planSubnets,
  refuseZonesWithoutCapacity,
  type SubnetPlan,
  type SubnetTier,
} from "../../../src/constructs/vpc/subnet-plan";
import { cidrOf, contains, isCanonical, overlaps, rangeOf } from "./addresses";

const letters = ["a", "b", "c", "d", "e", "f"];
const tiers: readonly SubnetTier[] = ["public", "private", "intra", "database"];
const prefixes = [16, 17, 18, 19, 20, 21, 22, 23, 24];
const runs = { numRuns: 2000, seed: 20 };

/** The plan, or what is allowed instead of the zones. */
function attempt(cidr: string, availabilityZones: readonly string[]): SubnetPlan | string {
  const [refusal] = refuseZonesWithoutCapacity({ cidr, availabilityZones });
  return refusal?.allowed ?? planSubnets({ cidr, availabilityZones });
}

function planned(cidr: string, availabilityZones: readonly string[]): SubnetPlan {
  const plan = attempt(cidr, availabilityZones);
  if (typeof plan === "string") throw new Error(plan);
  return plan;
}

/** Subnets as `private a` → CIDR. */
function flat(plan: SubnetPlan): Record<string, string> {
  const entries = Object.entries(plan).flatMap(([tier, cidrs]) =>
    Object.entries(cidrs).map(([zone, cidr]) => [`${tier} ${zone}`, cidr]),
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

function subsets<Item>(items: readonly Item[], least: number): Item[][] {
  const all = items.reduce<Item[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
  return all.filter((set) => set.length >= least);
}

const zoneSets = subsets(letters, 2);

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(rangeOf);
const vpcCidrs = fc
  .record({
    prefix: fc.constantFrom(...prefixes),
    within: fc.constantFrom(...privateRanges),
    place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  })
  .map(({ prefix, within, place }) => {
    const size = 2 ** (32 - prefix);
    const places = (within.last - within.first + 1) / size;
    return cidrOf(within.first + Math.floor(place * places) * size, prefix);
  });
const zoneLists = fc.shuffledSubarray(letters, { minLength: 2 });

describe(`subnet plan, in ${runs.numRuns} random cases each`, () => {
  test("has one canonical subnet per tier and zone, inside the VPC, none overlapping, none below a /28", () => {
    fc.assert(
      fc.property(vpcCidrs, zoneLists, (cidr, zones) => {
        const plan = attempt(cidr, zones);
        if (typeof plan === "string") return;
        const ranges = Object.values(flat(plan)).map(rangeOf);
        expect(ranges).toHaveLength(zones.length * tiers.length);
        expect(ranges.filter((range) => !isCanonical(range))).toEqual([]);
        expect(ranges.filter((range) => !contains(rangeOf(cidr), range))).toEqual([]);
        expect(ranges.filter(({ prefix }) => prefix > 28)).toEqual([]);
        expect(overlaps(ranges)).toEqual([]);
      }),
      runs,
    );
  });

  test("gives a subnet the same range regardless of other zones and their order", () => {
    fc.assert(
      fc.property(vpcCidrs, zoneLists, zoneLists, (cidr, zones, otherZones) => {
        const [plan, other] = [attempt(cidr, zones), attempt(cidr, otherZones)];
        if (typeof plan === "string" || typeof other === "string") return;
        const others = flat(other);
        const shared = Object.entries(flat(plan)).filter(([subnet]) => subnet in others);
        expect(shared.filter(([subnet, range]) => others[subnet] !== range)).toEqual([]);
      }),
      runs,
    );
  });

  test("keeps the range of every subnet when a zone is added, or refuses the zone", () => {
    fc.assert(
      fc.property(vpcCidrs, fc.shuffledSubarray(letters, { minLength: 3 }), (cidr, zones) => {
        const grown = attempt(cidr, zones);
        if (typeof grown === "string") {
          expect(grown).toMatch(/^not . and . together, since /);
          return;
        }
        expect(flat(grown)).toMatchObject(flat(planned(cidr, zones.slice(0, -1))));
      }),
      runs,
    );
  });
});

describe(`subnet plan, in all ${prefixes.length * zoneSets.length} cases of size and zones`, () => {
  const cases = prefixes.flatMap((prefix) => zoneSets.map((zones) => ({ cidr: `10.0.0.0/${prefix}`, zones })));

  test("is sound or refused", () => {
    const unsound = cases.filter(({ cidr, zones }) => {
      const plan = attempt(cidr, zones);
      if (typeof plan === "string") return !plan.includes("together, since");
      const ranges = Object.values(flat(plan)).map(rangeOf);
      return (
        ranges.length !== zones.length * tiers.length ||
        overlaps(ranges).length > 0 ||
        !ranges.every((range) => isCanonical(range) && range.prefix <= 28 && contains(rangeOf(cidr), range))
      );
    });

    expect(unsound).toEqual([]);
  });

  test("is refused only in small VPCs", () => {
    const refused = new Set(
      cases.filter(({ cidr, zones }) => typeof attempt(cidr, zones) === "string").map(({ cidr }) => cidr),
    );

    expect([...refused]).toEqual(["10.0.0.0/22", "10.0.0.0/23", "10.0.0.0/24"]);
  });
});

describe("subnet plan", () => {
  test.each(prefixes)("makes each private subnet an eighth of a /%i and the largest of its zone", (prefix) => {
    const plan = planned(`10.0.0.0/${prefix}`, ["a", "c"]);

    expect(Object.values(plan.private).map((cidr) => rangeOf(cidr).prefix)).toEqual([prefix + 3, prefix + 3]);
    const others = [plan.public, plan.intra, plan.database].flatMap((cidrs) => Object.values(cidrs));
    expect(others.filter((cidr) => rangeOf(cidr).prefix <= prefix + 3)).toEqual([]);
  });

  test.each(prefixes)("leaves the control plane more than its six addresses in a /%i", (prefix) => {
    const { intra } = planned(`10.0.0.0/${prefix}`, ["a", "c"]);

    expect(Math.max(...Object.values(intra).map((cidr) => rangeOf(cidr).prefix))).toBeLessThanOrEqual(28);
  });

  test.each(prefixes.slice(0, -1))("gives load balancers the /27 that they require in a /%i", (prefix) => {
    const { public: publicCidrs } = planned(`10.0.0.0/${prefix}`, ["a", "c"]);

    expect(Math.max(...Object.values(publicCidrs).map((cidr) => rangeOf(cidr).prefix))).toBeLessThanOrEqual(27);
  });

  test.each(prefixes)("holds the usual zones of Tokyo and of most other regions in a /%i", (prefix) => {
    expect(Object.keys(planned(`10.0.0.0/${prefix}`, ["a", "c", "d"]).database)).toEqual(["a", "c", "d"]);
    expect(Object.keys(planned(`10.0.0.0/${prefix}`, ["a", "b", "c"]).database)).toEqual(["a", "b", "c"]);
  });

  test.each([
    [21, 6, 57],
    [22, 5, 41],
    [23, 4, 29],
    [24, 3, 20],
  ])("of a /%i holds at most %i zones, and %i of the 57 choices of two to six", (prefix, most, accepted) => {
    const sizes = zoneSets
      .filter((zones) => typeof attempt(`10.0.0.0/${prefix}`, zones) !== "string")
      .map((zones) => zones.length);

    expect(Math.max(...sizes)).toBe(most);
    expect(sizes).toHaveLength(accepted);
  });

  test("does not change: subnets of deployed VPCs must never move", () => {
    expect(planned("10.10.0.0/16", ["a", "f"])).toEqual({
      private: { a: "10.10.0.0/19", f: "10.10.160.0/19" },
      public: { a: "10.10.192.0/23", f: "10.10.202.0/23" },
      intra: { a: "10.10.204.0/23", f: "10.10.214.0/23" },
      database: { a: "10.10.216.0/23", f: "10.10.226.0/23" },
    });
    expect(planned("10.0.0.0/23", ["a", "d"])).toEqual({
      private: { a: "10.0.0.0/26", d: "10.0.0.192/26" },
      public: { a: "10.0.1.0/27", d: "10.0.1.96/27" },
      intra: { a: "10.0.1.128/28", d: "10.0.1.176/28" },
      database: { a: "10.0.1.192/28", d: "10.0.1.240/28" },
    });
    expect(planned("10.0.0.0/24", ["a", "b", "c"])).toEqual({
      private: { a: "10.0.0.0/27", b: "10.0.0.32/27", c: "10.0.0.64/27" },
      public: { a: "10.0.0.96/28", b: "10.0.0.112/28", c: "10.0.0.128/28" },
      intra: { a: "10.0.0.144/28", b: "10.0.0.160/28", c: "10.0.0.176/28" },
      database: { a: "10.0.0.192/28", b: "10.0.0.208/28", c: "10.0.0.224/28" },
    });
  });
});

describe("refusals of the subnet plan", () => {
  test("name the zones that exclude each other, the allowed ones and the size that holds them all", () => {
    expect(attempt("10.0.0.0/24", ["a", "b", "c", "d"])).toBe(
      "not b and d together, since " +
        "a /24 holds one each of: a or e, b or d, c or f; a /23 or larger holds all of yours",
    );
  });

  test("recommend the smallest sufficient size", () => {
    const refused = prefixes.flatMap((prefix) =>
      zoneSets.flatMap((zones) => {
        const refusal = attempt(`10.0.0.0/${prefix}`, zones);
        return typeof refusal === "string" ? [{ zones, refusal }] : [];
      }),
    );
    const recommended = refused.map(({ zones, refusal }) => ({
      zones,
      prefix: Number(/a \/(\d+) or larger holds all of yours$/.exec(refusal)?.[1]),
    }));

    expect(refused.length).toBeGreaterThan(0);
    expect(recommended.filter(({ zones, prefix }) => typeof attempt(`10.0.0.0/${prefix}`, zones) === "string")).toEqual(
      [],
    );
    expect(
      recommended.filter(({ zones, prefix }) => typeof attempt(`10.0.0.0/${prefix + 1}`, zones) !== "string"),
    ).toEqual([]);
  });
});
