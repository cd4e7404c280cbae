import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DeleteClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import { compareDrift, knownDriftOf, type TerraformPlan } from "../../emulator/known-drift";
import { terraform } from "../../src/commands/terraform/processes";

let emulator: Emulator;
let folder: string;

beforeAll(async () => {
  emulator = await startEmulator();
  folder = await mkdtemp(path.join(tmpdir(), "drift-"));
  await cp(path.join(__dirname, "fixtures", "platform"), folder, { recursive: true });
  await run("init", "-input=false");
});

afterAll(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<string> {
  const { stdout } = await terraform([...args], { cwd: folder, env: emulator.env, stdin: "ignore" });
  return stdout;
}

async function apply(changed: boolean): Promise<void> {
  await run("apply", "-auto-approve", "-input=false", "-refresh=false", "-parallelism=50", `-var=changed=${changed}`);
}

/** The provider would wait up to a minute, at random, before it deletes a cluster; its node groups must be gone before. */
async function deleteClusterAtOnce(): Promise<void> {
  const groups = ["-target=aws_eks_node_group.main", "-target=aws_eks_node_group.plain"];
  await run("destroy", "-auto-approve", "-input=false", "-refresh=false", ...groups);
  const client = new EKSClient({
    endpoint: emulator.endpoint,
    region: "ap-northeast-1",
    credentials: { accessKeyId: "123456789012", secretAccessKey: "emulator" },
  });
  await client.send(new DeleteClusterCommand({ name: "fixture" }));
  await run("state", "rm", "aws_eks_cluster.main");
}

async function departures(changed: boolean) {
  await run("plan", "-input=false", "-parallelism=50", `-var=changed=${changed}`, "-out=plan");
  const plan = JSON.parse(await run("show", "-json", "plan")) as TerraformPlan;
  const { provider_selections: versions } = JSON.parse(await run("version", "-json")) as {
    provider_selections: Record<string, string>;
  };
  return compareDrift(plan, knownDriftOf(versions["registry.terraform.io/hashicorp/aws"] ?? ""));
}

describe("what this project is made of, on the emulator", () => {
  test("plans no change right after it was created", async () => {
    await apply(false);
    expect(await departures(false)).toEqual({ unlisted: [], stale: [] });
  });

  test("plans no change right after it was changed in place", async () => {
    await apply(true);
    expect(await departures(true)).toEqual({ unlisted: [], stale: [] });
  });

  test("can be destroyed", async () => {
    await deleteClusterAtOnce();
    await run("destroy", "-auto-approve", "-input=false", "-refresh=false", "-parallelism=50");
    expect(await run("state", "list")).toBe("");
  });
});
