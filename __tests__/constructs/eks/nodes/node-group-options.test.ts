import { faultsWith } from "../../../settings/example-settings";

const general = (changes: Readonly<Record<string, unknown>>) =>
  faultsWith(
    Object.fromEntries(Object.entries(changes).map(([key, value]) => [`cluster.nodeGroups.general.${key}`, value])),
  );

describe("node group options", () => {
  test.each([
    ["minSize above maxSize", { minSize: 4 }, "minSize: got 4, allowed: at most maxSize, which is 3"],
    ["desiredSize below minSize", { minSize: 3 }, "desiredSize: got 2, allowed: at least minSize, which is 3"],
    ["desiredSize above maxSize", { desiredSize: 4 }, "desiredSize: got 4, allowed: at most maxSize, which is 3"],
    [
      "a maxSize of 0",
      { minSize: 0, desiredSize: 0, maxSize: 0 },
      "maxSize: got 0, allowed: a whole number, 1 or more",
    ],
    ["a negative minSize", { minSize: -1 }, "minSize: got -1, allowed: a whole number, 0 or more"],
    ["half a node", { maxSize: 2.5 }, "maxSize: got 2.5, allowed: a whole number, 1 or more"],
    ["a small disk", { diskSizeGiB: 19 }, "diskSizeGiB: got 19, allowed: a whole number from 20 to 16384"],
    ["a large disk", { diskSizeGiB: 16385 }, "diskSizeGiB: got 16385, allowed: a whole number from 20 to 16384"],
    [
      "updates without a node",
      { maxUnavailablePercentage: 0 },
      "maxUnavailablePercentage: got 0, allowed: a whole number from 1 to 100",
    ],
    ["updates of more than all", { maxUnavailablePercentage: 101 }, "maxUnavailablePercentage: got 101, allowed: "],
    ["a word for node repair", { nodeRepair: "on" }, 'nodeRepair: got "on", allowed: true or false'],
    [
      "another capacity type",
      { capacityType: "spot" },
      'capacityType: got "spot", allowed: one of "ON_DEMAND", "SPOT"',
    ],
    [
      "another image",
      { amiType: "AL2_x86_64" },
      'amiType: got "AL2_x86_64", allowed: one of "AL2023_x86_64_STANDARD", ',
    ],
    ["no instance type", { instanceTypes: [] }, "instanceTypes: got [], allowed: a list of at least 1 instance types"],
    ["an instance type twice", { instanceTypes: ["m6i.large", "m6i.large"] }, "instanceTypes[1]: got "],
    [
      "a zone outside the network",
      { availabilityZones: ["a", "b"] },
      'availabilityZones[1]: got "b", allowed: zones of the network: a, c, d',
    ],
    ["no zone", { availabilityZones: [] }, "availabilityZones: got [], allowed: a list of at least 1 zone letters"],
    [
      "a malformed release",
      { releaseVersion: "newest" },
      'releaseVersion: got "newest", allowed: "latest", "at-creation" or a release',
    ],
    [
      "a release for another version",
      { releaseVersion: "1.34.2-20260318" },
      'releaseVersion: got "1.34.2-20260318", allowed: a release of Amazon Linux 2023 for Kubernetes 1.35',
    ],
    ["a release of another system", { releaseVersion: "1.52.0-1a2b3c4d" }, "allowed: a release of Amazon Linux 2023"],
    ["null for a default", { autoscaled: null }, "autoscaled: got null, allowed: true or false"],
    ["null for what is optional", { amiType: null }, 'amiType: got null, allowed: one of "AL2023_x86_64_STANDARD", '],
  ])("refuse %s", (_, changes, line) => {
    expect(general(changes)).toEqual([expect.stringContaining(line)]);
  });

  test.each(["m6i", "m6i.huge", "M6I.large", "large", "large.", ".large", "m6i large", "a1.large", "mac2-m2.metal"])(
    "refuse instance type %s",
    (type) => {
      expect(general({ instanceTypes: [type] })).toEqual([
        expect.stringContaining(
          `instanceTypes[0]: got "${type}", allowed: an EC2 instance type for which EKS has images`,
        ),
      ]);
    },
  );

  test.each([
    "m7i-flex.large",
    "u-6tb1.112xlarge",
    "u7in-16tb.224xlarge",
    "c7i.metal-24xl",
    "t3.nano",
    "x2iedn.32xlarge",
  ])("accept instance type %s", (type) => {
    expect(general({ instanceTypes: [type] })).toEqual([]);
  });

  test.each([
    [
      "m6i.3xlarge",
      "a size of m6i: large, xlarge, 2xlarge, 4xlarge, 8xlarge, 12xlarge, 16xlarge, 24xlarge, 32xlarge, metal",
    ],
    ["t3.4xlarge", "a size of t3: nano, micro, small, medium, large, xlarge, 2xlarge"],
    ["m6z.large", "a family that EC2 lists"],
    ["x99gd.metal", "a family that EC2 lists"],
  ])("refuse instance type %s, which does not exist", (type, allowed) => {
    expect(general({ instanceTypes: ["m6i.large", type] })).toEqual([
      `prod.cluster.nodeGroups.general.instanceTypes[1]: got "${type}", allowed: ${allowed}; if EC2 has added it, add it to src/options/instance-families.ts`,
    ]);
  });

  test("refuse more instance types than EKS takes", () => {
    const families = ["m5", "m5a", "m5n", "m6i", "m6a", "m7i", "m7a"];
    const types = families.flatMap((family) => ["large", "xlarge", "2xlarge"].map((size) => `${family}.${size}`));
    expect(general({ instanceTypes: types })).toEqual([
      expect.stringMatching(/instanceTypes: got .*, allowed: at most 20 instance types, the limit of EKS$/),
    ]);
    expect(general({ instanceTypes: types.slice(0, 20) })).toEqual([]);
  });

  test.each(["g4ad.xlarge", "dl1.24xlarge", "f2.12xlarge", "p2.xlarge"])(
    "refuse %s, for which EKS has no drivers",
    (type) => {
      expect(general({ instanceTypes: [type] })).toEqual([
        `prod.cluster.nodeGroups.general.instanceTypes[0]: got "${type}", allowed: an instance type without accelerators, or with those for which an image of EKS has drivers`,
      ]);
    },
  );

  test.each([
    ["g5.xlarge", "AL2023_x86_64_STANDARD", "AL2023_x86_64_NVIDIA or BOTTLEROCKET_x86_64_NVIDIA"],
    ["g5g.xlarge", "BOTTLEROCKET_ARM_64", "AL2023_ARM_64_NVIDIA or BOTTLEROCKET_ARM_64_NVIDIA"],
    ["p6e-gb200.36xlarge", "BOTTLEROCKET_ARM_64_NVIDIA", "AL2023_ARM_64_NVIDIA"],
    ["trn1.2xlarge", "AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64 or AL2023_x86_64_NEURON"],
    ["m6i.large", "AL2023_x86_64_NVIDIA", "AL2023_x86_64_STANDARD or BOTTLEROCKET_x86_64"],
  ])("refuse to boot %s from %s, which lacks its drivers or has others", (type, amiType, images) => {
    expect(general({ instanceTypes: [type], amiType })).toEqual([
      `prod.cluster.nodeGroups.general.amiType: got "${amiType}", allowed: an image for ${type}: ${images}`,
    ]);
  });

  test.each([
    [["g5.xlarge", "g6.xlarge"], undefined],
    [["p4d.24xlarge"], "BOTTLEROCKET_x86_64_NVIDIA"],
    [["inf2.xlarge"], "BOTTLEROCKET_x86_64"],
    [["trn1.2xlarge"], "AL2023_x86_64_NEURON"],
  ])("accept %s with image %s", (instanceTypes, amiType) => {
    expect(general({ instanceTypes, amiType })).toEqual([]);
  });

  test.each([
    [
      ["m6i.large", "g5.xlarge"],
      "m6i.large needs AL2023_x86_64_STANDARD or BOTTLEROCKET_x86_64, g5.xlarge needs AL2023_x86_64_NVIDIA or BOTTLEROCKET_x86_64_NVIDIA",
    ],
    [["inf2.xlarge", "g5.xlarge"], "inf2.xlarge needs AL2023_x86_64_NEURON or BOTTLEROCKET_x86_64, g5.xlarge needs"],
  ])("refuse to mix accelerators: %s", (instanceTypes, needs) => {
    expect(general({ instanceTypes })).toEqual([
      expect.stringContaining(`allowed: instance types that one image boots: of these, ${needs}`),
    ]);
  });

  test.each([
    ["NO_SCHEDULE", "a", "b"],
    ["NO_EXECUTE", undefined, "b"],
    ["PREFER_NO_SCHEDULE", "a", "a"],
  ])("refuse two taints of one key with effect %s", (effect, value, other) => {
    const taints = [
      { key: "gpu", effect, ...(value && { value }) },
      { key: "gpu", effect, value: other },
    ];
    expect(general({ taints })).toEqual([
      expect.stringMatching(
        new RegExp(
          `taints\\[1\\]: got .*, allowed: one taint for each key and effect: an earlier one has key "gpu" and effect "${effect}"$`,
        ),
      ),
    ]);
  });

  test("accept taints of one key with several effects, and of several keys with one", () => {
    const taints = [
      { key: "gpu", effect: "PREFER_NO_SCHEDULE" },
      { key: "cpu", effect: "PREFER_NO_SCHEDULE" },
    ];
    expect(general({ taints })).toEqual([]);
  });

  test("refuse more taints than EKS takes", () => {
    const taints = Array.from({ length: 51 }, (_, number) => ({ key: `k${number}`, effect: "PREFER_NO_SCHEDULE" }));
    expect(general({ taints })).toEqual([expect.stringContaining("allowed: at most 50 taints")]);
    expect(general({ taints: taints.slice(1) })).toEqual([]);
  });

  test.each([
    ["m6i.large", "BOTTLEROCKET_ARM_64", "AL2023_x86_64_STANDARD or BOTTLEROCKET_x86_64"],
    ["m6g.large", "AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD or BOTTLEROCKET_ARM_64"],
  ])("refuse to boot %s from %s", (type, amiType, images) => {
    expect(general({ instanceTypes: [type], amiType })).toEqual([
      `prod.cluster.nodeGroups.general.amiType: got "${amiType}", allowed: an image for ${type}: ${images}`,
    ]);
  });

  test.each([
    ["BOTTLEROCKET_x86_64", "m6i.large", "1.49.0-20250904"],
    ["BOTTLEROCKET_x86_64", "m6i.large", "1.35.0-20260318"],
    ["BOTTLEROCKET_ARM_64", "m7g.large", "1.35.1-20250904"],
  ])("refuse the release of Amazon Linux for %s on %s: %s", (amiType, instanceType, releaseVersion) => {
    expect(general({ amiType, instanceTypes: [instanceType], releaseVersion })).toEqual([
      `prod.cluster.nodeGroups.general.releaseVersion: got "${releaseVersion}", allowed: "latest", "at-creation" or a release of Bottlerocket such as "1.52.0-1a2b3c4d"`,
    ]);
  });

  test("refuse to mix architectures", () => {
    expect(general({ instanceTypes: ["m6i.large", "m6g.large"] })).toEqual([
      'prod.cluster.nodeGroups.general.instanceTypes: got ["m6i.large","m6g.large"], allowed: instance types of one processor architecture: of these, m6g.large is arm64',
    ]);
  });

  test.each([
    ["a reserved domain", { "node.kubernetes.io/role": "web" }, "not of kubernetes.io, k8s.io or eks.amazonaws.com"],
    ["EKS's own domain", { "eks.amazonaws.com/x": "web" }, "not of kubernetes.io"],
    ["a malformed key", { "-team": "web" }, 'labels.-team: got the name "-team"'],
    ["a long key", { ["k".repeat(64)]: "web" }, "at most 63 letters"],
    ["an empty value", { team: "" }, 'labels.team: got "", allowed: 1 to 63 letters'],
    ["a malformed value", { team: "web!" }, 'labels.team: got "web!", allowed: 1 to 63 letters'],
    ["a long value", { team: "v".repeat(64) }, "labels.team: got "],
  ])("refuse labels with %s", (_, labels, line) => {
    expect(general({ labels })).toEqual([expect.stringContaining(line)]);
  });

  test.each([
    [
      "another effect",
      { key: "gpu", effect: "NoSchedule" },
      'effect: got "NoSchedule", allowed: one of "NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"',
    ],
    ["a malformed key", { key: "gp u", effect: "PREFER_NO_SCHEDULE" }, 'key: got "gp u", allowed: at most 63 letters'],
    ["a malformed value", { key: "gpu", value: "-", effect: "PREFER_NO_SCHEDULE" }, 'value: got "-", allowed: 1 to 63'],
  ])("refuse taints with %s", (_, taint, line) => {
    expect(general({ taints: [taint] })).toEqual([expect.stringContaining(`taints[0].${line}`)]);
  });

  test.each([
    ["no group", {}],
    ["tainted groups alone", { gpu: { ...sizes(1), taints: [{ key: "gpu", effect: "NO_SCHEDULE" }] } }],
    ["groups that begin empty", { spare: sizes(0) }],
  ])("refuse %s, since the add-ons need nodes", (_, nodeGroups) => {
    expect(faultsWith({ "cluster.nodeGroups": nodeGroups })).toEqual([
      expect.stringContaining("allowed: at least one node group without taints and with a desiredSize of 1 or more"),
    ]);
  });

  test("accept a group whose taint is only a preference, for the add-ons", () => {
    const preferred = { ...sizes(1), taints: [{ key: "gpu", effect: "PREFER_NO_SCHEDULE" }] };
    expect(faultsWith({ "cluster.nodeGroups": { preferred } })).toEqual([]);
  });

  test("accept a tainted group beside one without taints", () => {
    const gpu = { ...sizes(1), taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NO_SCHEDULE" }] };
    expect(faultsWith({ "cluster.nodeGroups.gpu": gpu })).toEqual([]);
  });

  test.each([
    ["at-creation", undefined],
    ["latest", undefined],
    ["1.35.0-20260318", undefined],
    ["1.52.0-1a2b3c4d", "BOTTLEROCKET_x86_64"],
  ])("accept release %s", (releaseVersion, amiType) => {
    expect(general({ releaseVersion, amiType })).toEqual([]);
  });

  test.each(["System", "1st", "node_group", "n".repeat(37)])("refuse the name %s", (name) => {
    expect(faultsWith({ [`cluster.nodeGroups.${name}`]: sizes(1) })).toEqual([
      `prod.cluster.nodeGroups.${name}: got the name "${name}", allowed: 1 to 36 lowercase letters, digits and "-", beginning with a letter`,
    ]);
  });
});

function sizes(desiredSize: number) {
  return { instanceTypes: ["m6i.large"], minSize: 0, desiredSize, maxSize: 1 };
}
