import { DescribeAddonVersionsCommand, UpdateAddonCommand } from "@aws-sdk/client-eks";
import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { EksApi, refusal } from "./eks-api";

let emulator: Emulator;
let eks: EksApi;

beforeAll(async () => {
  emulator = await startEmulator();
  eks = await EksApi.create(emulator);
  await eks.cluster("add-ons", { version: "1.35" });
});

afterAll(async () => {
  await emulator.stop();
});

const unsupported = "400 InvalidParameterException: Addon version specified is not supported";

const update = (addonName: string, addonVersion: string) =>
  refusal(eks.client.send(new UpdateAddonCommand({ clusterName: "add-ons", addonName, addonVersion })));

async function versionsOf(addonName: string, kubernetesVersion: string): Promise<(string | undefined)[]> {
  const { addons = [] } = await eks.client.send(new DescribeAddonVersionsCommand({ addonName, kubernetesVersion }));
  return addons.flatMap(({ addonVersions = [] }) => addonVersions.map(({ addonVersion }) => addonVersion));
}

describe("an add-on", () => {
  test("has a version that EKS offers, which can be an earlier one", async () => {
    const [newest = "", ...earlier] = await versionsOf("vpc-cni", "1.35");
    expect(await refusal(eks.addOn("add-ons", "vpc-cni", "v1.99.0-eksbuild.1"))).toBe(unsupported);
    expect(await refusal(eks.addOn("add-ons", "vpc-cni", newest))).toBe("accepted");
    expect(await update("vpc-cni", "v1.99.0-eksbuild.1")).toBe(unsupported);
    expect(await update("vpc-cni", earlier.at(-1) ?? "")).toBe("accepted");
    expect(await update("vpc-cni", newest)).toBe("accepted");
  });

  test("has the default version if none is requested", async () => {
    expect(await refusal(eks.addOn("add-ons", "coredns"))).toBe("accepted");
  });

  test("exists", async () => {
    expect(await refusal(eks.addOn("add-ons", "no-such-add-on"))).toBe(
      "400 InvalidParameterException: Addon no-such-add-on specified is not supported",
    );
    expect(await versionsOf("no-such-add-on", "1.35")).toEqual([]);
  });
});

describe("kube-proxy", () => {
  test("is not newer than the control plane and at most three minor versions older", async () => {
    expect(await refusal(eks.addOn("add-ons", "kube-proxy", "v1.36.0-eksbuild.1"))).toBe(unsupported);
    expect(await refusal(eks.addOn("add-ons", "kube-proxy", "v1.31.0-eksbuild.1"))).toBe(unsupported);
    expect(await refusal(eks.addOn("add-ons", "kube-proxy", "v1.32.0-eksbuild.1"))).toBe("accepted");
    expect(await update("kube-proxy", "v1.35.0-eksbuild.2")).toBe("accepted");
    expect(await update("kube-proxy", "v1.36.0-eksbuild.1")).toBe(unsupported);
    await eks.upgrade("add-ons", "1.36");
    expect(await update("kube-proxy", "v1.36.0-eksbuild.1")).toBe("accepted");
  });
});
