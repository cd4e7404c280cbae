import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { environments, organization } from "../../support/example";
import { buildStacks } from "../../../src/app";
import { encryptionOf, readS3Backend } from "../../../src/commands/remote-state/backend";
import { declaredState, declaredStates } from "../../../src/commands/remote-state/declared-state";
import { validateSettings } from "../../../src/settings/validate";

const settings = validateSettings(organization, environments);
const emulator = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" };

let outdir: string;

beforeEach(async () => {
  outdir = await mkdtemp(path.join(tmpdir(), "state-declared-"));
});

afterEach(async () => {
  await rm(outdir, { recursive: true });
});

test.each([
  ["AWS", {}],
  ["an emulator", emulator],
])("against %s the states are where the stacks store them", async (_, env) => {
  const app = new App({ outdir });
  buildStacks(app, organization, environments, env);
  app.synth();
  const found = declaredStates(settings, env);
  expect(found.map(({ name }) => name)).toEqual(["bootstrap", "dev", "prod"]);
  for (const { name, backend, environment } of found) {
    const synthesized = await readS3Backend(outdir, name);
    expect(synthesized).toMatchObject({
      bucket: backend.bucket,
      key: backend.key,
      region: backend.region,
      allowed_account_ids: [environment.account],
    });
    expect(synthesized.kms_key_id).toBe(backend.kms_key_id);
    expect(synthesized.use_path_style ?? false).toBe(backend.use_path_style);
  }
});

test("of an unknown name, environments are suggested before bootstrap stacks", () => {
  expect(() => declaredState(settings, "staging", {})).toThrow(
    expect.objectContaining({
      nextStep: expect.stringMatching(/^name one of dev, prod, bootstrap;/) as string,
    }) as Error,
  );
});

test("writes are encrypted as Terraform encrypts them with that backend", () => {
  expect(encryptionOf(declaredState(settings, "dev", {}).backend)).toEqual({ ServerSideEncryption: "AES256" });
  expect(encryptionOf(declaredState(settings, "bootstrap", {}).backend)).toEqual({
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: "alias/terraform-state",
  });
});

test("an unknown stack is refused with the names of the stacks", () => {
  expect(() => declaredState(settings, "staging", {})).toThrow("there is no environment named staging");
});

test("an endpoint that is neither AWS nor an emulator is refused in one line", () => {
  expect(() => declaredStates(settings, { AWS_ENDPOINT_URL: "http://example.com" })).toThrow(
    "AWS_ENDPOINT_URL must be the address of an emulator on this machine",
  );
});
