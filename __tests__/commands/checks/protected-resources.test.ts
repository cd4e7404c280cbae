import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CommandError } from "../../../src/commands/cli/command-error";
import { ok } from "../../../src/commands/checks/finding";
import { checkNotBootstrap, checkProtectedResources } from "../../../src/commands/checks/protected-resources";

const object = { lastModified: undefined, versionId: "v1", encryption: undefined, kmsKeyId: undefined };
const lifecycle = { prevent_destroy: true };

/** The refusal to destroy these resources, given by address with their attributes, that a configuration declares so. */
async function refusal(known: Record<string, object>, resource: object): Promise<CommandError | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), "protected-resources-"));
  const resources = Object.entries(known).map(([address, attributes]) => {
    const [type = "", name = ""] = address.split(".");
    return { mode: "managed", type, name, instances: [{ attributes: { ...attributes } }] };
  });
  try {
    await writeFile(path.join(folder, "cdk.tf.json"), JSON.stringify({ resource }));
    const state = { version: 4, serial: 1, lineage: "one", terraform_version: "1.13.5", resources } as const;
    const found = { finding: ok(""), found: { ...object, state } };
    await checkProtectedResources({ stack: "prod", folder, state: async () => Promise.resolve(found) });
    return undefined;
  } catch (error) {
    return error as CommandError;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("resources without protection are accepted, and so is a protected one that was never created", async () => {
  const resource = { aws_vpc: { vpc: {} }, aws_eks_cluster: { cluster: { lifecycle } } };
  expect(await refusal({ "aws_vpc.vpc": { deletion_protection: false } }, resource)).toBeUndefined();
});

test("a cluster and keys that the settings protect are refused with the setting", async () => {
  const resource = { aws_eks_cluster: { cluster: { lifecycle } }, aws_kms_key: { key_logs: { lifecycle } } };
  expect(await refusal({ "aws_eks_cluster.cluster": {}, "aws_kms_key.key_logs": {} }, resource)).toMatchObject({
    name: "CommandError",
    message:
      "deletion protection is enabled for these resources of prod:\n  aws_eks_cluster.cluster\n  aws_kms_key.key_logs",
    nextStep: [
      "nothing was changed; to destroy all of them:",
      "      set cluster.deletionProtection: false for prod in environments/",
      "      npm run deploy -- prod",
      "      npm run destroy -- prod",
    ].join("\n"),
  });
});

test("a cluster that AWS protects until the setting is deployed is refused", async () => {
  const found = await refusal({ "aws_eks_cluster.cluster": { deletion_protection: true } }, {});
  expect(found?.message).toContain("aws_eks_cluster.cluster, by AWS, until the settings are deployed");
  expect(found?.nextStep).not.toContain("set cluster.deletionProtection");
  expect(found?.nextStep).toContain("npm run deploy -- prod");
});

test.each(["deletion_protection_enabled", "enable_deletion_protection"])(
  "a resource that AWS protects by %s is refused with its address",
  async (argument) => {
    const found = await refusal({ "aws_lb.edge": { [argument]: true } }, { aws_lb: { edge: {} } });
    expect(found?.nextStep).toContain("turn the protection off in the code that sets it: aws_lb.edge");
  },
);

test.each(["bootstrap", "bootstrap-222233334444"])("%s is refused as a whole", (stack) => {
  expect(() => {
    checkNotBootstrap({ stack });
  }).toThrow(`${stack} contains the states of its account's environments`);
  expect(() => {
    checkNotBootstrap({ stack: "dev" });
  }).not.toThrow();
});
