import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";
import { validateSettings } from "../../src/settings/validate";
import { BaseStack } from "../../src/stacks/base-stack";
import { terraformTarget } from "../../src/target/emulator";
import { stateBackend } from "../../src/stacks/state-backend";
import { dev, organization, prod } from "../support/example";

let outdir: string;
let folder: string;

beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "initialization-"));
  folder = path.join(outdir, "stacks", "dev");
});

afterEach(() => {
  delete process.env.SYNTH_HCL_OUTPUT;
  rmSync(outdir, { recursive: true });
});

interface Change {
  readonly organization?: Partial<OrganizationSettings>;
  readonly dev?: Partial<EnvironmentSettings>;
  readonly env?: NodeJS.ProcessEnv;
  readonly localState?: string;
}

class ExampleStack extends BaseStack {
  constructor(app: App, { env = {}, localState, ...change }: Change) {
    const settings = validateSettings({ ...organization, ...change.organization }, [{ ...dev, ...change.dev }, prod]);
    const [environment] = settings.environments;
    if (!environment) throw new Error("the settings have no environment");
    const { region, account, state } = environment;
    const backend = localState ? { local: localState } : stateBackend(settings.organization, environment, state.key);
    super(app, "dev", { region, accountId: account, backend, target: terraformTarget(env) });
  }
}

/** Synthesizes to the same folder, and returns the warnings. */
function synthesize(change: Change = {}): string[] {
  const app = new App({ outdir });
  new ExampleStack(app, change);
  app.synth();
  const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")) as {
    stacks: { dev: { annotations: { message: string }[] } };
  };
  return manifest.stacks.dev.annotations.map(({ message }) => message);
}

const recordFile = () => path.join(folder, ".terraform", "terraform.tfstate");

/** Records the synthesized backend as `terraform init` does, with null for arguments that are not set. */
function initialize(overrides: Readonly<Record<string, unknown>> = {}): void {
  const { terraform } = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8")) as {
    terraform: { backend: Record<string, object> };
  };
  const [type = "", block] = Object.entries(terraform.backend)[0] ?? [];
  record({ type, config: { access_key: null, kms_key_id: null, use_path_style: null, ...block, ...overrides } });
}

function record(backend: object): void {
  mkdirSync(path.dirname(recordFile()), { recursive: true });
  writeFileSync(recordFile(), JSON.stringify({ version: 3, terraform_version: "1.13.5", backend }));
}

const holdingState = JSON.stringify({ version: 4, serial: 1, outputs: {}, resources: [{ type: "aws_vpc" }] });
const emptyState = JSON.stringify({ version: 4, serial: 1, outputs: {}, resources: [] });
const emulator = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" };

describe("the record of the backend that a folder was initialized with", () => {
  test.each<[string, Change]>([
    ["prefix", { organization: { stateBucketPrefix: "another-prefix" } }],
    ["region", { dev: { region: "ap-northeast-3" } }],
    ["account", { dev: { account: "999988887777" } }],
    ["key", { dev: { state: { ...dev.state, key: "another/terraform.tfstate" } } }],
    ["encryption", { dev: { state: { ...dev.state, encryption: "aws:kms" } } }],
    ["target, AWS before and the emulator now", { env: emulator }],
  ])("is removed after a change of the %s", (_, change) => {
    synthesize();
    initialize();
    synthesize(change);
    expect(existsSync(recordFile())).toBe(false);
  });

  test("is removed when the folder changes from the emulator to AWS, also in HCL", () => {
    synthesize({ env: emulator });
    initialize();
    process.env.SYNTH_HCL_OUTPUT = "true";
    synthesize();
    expect(existsSync(recordFile())).toBe(false);
  });

  test("is kept while the backend is unchanged, with the arguments that an operator added by -backend-config", () => {
    synthesize();
    initialize({ profile: "operator" });
    const before = readFileSync(recordFile(), "utf8");
    expect(synthesize()).toEqual([]);
    process.env.SYNTH_HCL_OUTPUT = "true";
    expect(synthesize()).toEqual([]);
    expect(readFileSync(recordFile(), "utf8")).toBe(before);
  });

  test("is kept when an operator has pointed the folder to the replica", () => {
    synthesize();
    initialize({ bucket: "my-terraform-state-dev-replica", region: "ap-northeast-3", kms_key_id: "alias/replica" });
    expect(synthesize()).toEqual([]);
    expect(existsSync(recordFile())).toBe(true);
  });

  test("is removed with a warning that names both addresses when the state is expected in another location", () => {
    synthesize();
    initialize();
    const warnings = synthesize({ organization: { stateBucketPrefix: "another-prefix" } });
    expect(warnings).toEqual([
      expect.stringMatching(
        /was stored in s3:\/\/my-terraform-state-dev\/eks-cluster\/terraform\.tfstate and is now expected in s3:\/\/another-prefix-dev\//,
      ),
    ]);
    expect(synthesize({ organization: { stateBucketPrefix: "another-prefix" } })).toEqual(warnings);
    initialize();
    expect(synthesize({ organization: { stateBucketPrefix: "another-prefix" } })).toEqual([]);
    expect(synthesize()).toEqual([]);
  });

  test("leaves the first address in the warning through several changes", () => {
    synthesize();
    initialize();
    synthesize({ organization: { stateBucketPrefix: "second-prefix" } });
    initialize();
    expect(synthesize({ organization: { stateBucketPrefix: "third-prefix" } })).toEqual([
      expect.stringMatching(
        /was stored in s3:\/\/my-terraform-state-dev\/.* now expected in s3:\/\/third-prefix-dev\//,
      ),
    ]);
  });

  test.each([
    ["terraform.tfstate", /npm run migrate-state -- dev --local-state .*\/terraform\.tfstate/],
    ["terraform.tfstate.d/other/terraform.tfstate", /npm run migrate-state -- dev/],
    ["errored.tfstate", /state push errored\.tfstate/],
  ])("is kept when the folder contains a state in %s, with a warning that gives the next step", (file, advice) => {
    synthesize();
    initialize();
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), holdingState);
    expect(synthesize({ organization: { stateBucketPrefix: "another-prefix" } })).toEqual([
      expect.stringMatching(advice),
    ]);
    expect(existsSync(recordFile())).toBe(true);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(holdingState);
  });

  test("of a local backend is kept while its file contains a state", () => {
    const file = path.join(outdir, "terraform.dev.tfstate");
    synthesize();
    record({ type: "local", config: { path: file, workspace_dir: null } });
    writeFileSync(file, holdingState);
    expect(synthesize()).toEqual([expect.stringContaining(`npm run migrate-state -- dev --local-state ${file}`)]);
    expect(existsSync(recordFile())).toBe(true);

    writeFileSync(file, emptyState);
    expect(synthesize()).toEqual([]);
    expect(existsSync(recordFile())).toBe(false);
    expect(readFileSync(file, "utf8")).toBe(emptyState);
  });

  test("of S3 is kept when the stack is synthesized with local state, so that Terraform does not start from an empty state", () => {
    synthesize();
    initialize();
    synthesize({ localState: path.join(outdir, "terraform.dev.tfstate") });
    expect(existsSync(recordFile())).toBe(true);
  });

  test("is unchanged when it is not Terraform's", () => {
    synthesize();
    mkdirSync(path.dirname(recordFile()), { recursive: true });
    writeFileSync(recordFile(), "not JSON");
    expect(synthesize({ organization: { stateBucketPrefix: "another-prefix" } })).toEqual([]);
    expect(readFileSync(recordFile(), "utf8")).toBe("not JSON");
  });
});

describe("the lock file of the providers", () => {
  const lock = (version: string, registry = "registry.terraform.io") =>
    `provider "${registry}/hashicorp/aws" {\n  version     = "${version}"\n  constraints = ">= 5.100.0"\n  hashes = [\n    "h1:abc",\n  ]\n}\n`;
  const lockFile = () => path.join(folder, ".terraform.lock.hcl");

  test.each([
    ["5.100.0", undefined, false],
    ["5.100.0", emulator, true],
    ["6.20.3", undefined, true],
    ["6.21.0", undefined, false],
  ])("of version %s for the environment %j is kept: %s", (version, env, kept) => {
    synthesize(env ? { env } : {});
    for (const registry of ["registry.terraform.io", "registry.opentofu.org"]) {
      writeFileSync(lockFile(), lock(version, registry));
      synthesize(env ? { env } : {});
      expect(existsSync(lockFile())).toBe(kept);
    }
  });

  test("is kept when it names none of the stack's providers", () => {
    synthesize();
    writeFileSync(lockFile(), lock("1.0.0").replace("hashicorp/aws", "hashicorp/awscc"));
    synthesize();
    expect(existsSync(lockFile())).toBe(true);
  });
});
