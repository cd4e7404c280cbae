import { bootstrapCommand } from "../../../src/commands/checks/bootstrap-command";
import { checkBucket } from "../../../src/commands/checks/bucket";
import { declaredState } from "../../../src/commands/remote-state/declared-state";
import { stateClient } from "../../../src/commands/remote-state/backend";
import { validateSettings } from "../../../src/settings/validate";
import { type Answer, answers, type FaultyAws, s3Fault, startFaultyAws } from "../../support/faulty-aws";
import { environments, organization } from "../../support/example";

const settings = validateSettings(organization, environments);
const before = { ...process.env };
const state = JSON.stringify({ version: 4, serial: 1, lineage: "l", terraform_version: "1.13.5", resources: [] });
const stored = answers(200, state, { etag: '"1"', "content-type": "application/json" });

let aws: FaultyAws | undefined;

afterEach(async () => {
  process.env = { ...before };
  await aws?.stop();
});

async function serve(answer: Answer): Promise<void> {
  aws = await startFaultyAws(answer);
  Object.assign(process.env, aws.env, { AWS_MAX_ATTEMPTS: "1" });
}

/** The buckets that exist, of which only prod's contains a state: that of bootstrap. */
const onlyProd: Answer = (request, response) => {
  const isProd = request.url?.startsWith("/my-terraform-state-prod") === true;
  (isProd ? stored : s3Fault(404, "NoSuchBucket"))(request, response);
};

test("what a new environment lacks in a bootstrapped account is deployed with the bootstrap stack", async () => {
  await serve(onlyProd);
  expect(await bootstrapCommand("dev", settings)).toBe("npm run deploy -- bootstrap");
  const { backend } = declaredState(settings, "dev");
  await expect(checkBucket({ stack: "dev", backend, client: stateClient(backend) })).rejects.toMatchObject({
    nextStep: "npm run deploy -- bootstrap creates it",
  });
});

test("in an account with its own bootstrap stack, that stack is named", async () => {
  const [dev] = environments;
  if (!dev) throw new Error("no environments");
  const sandbox = {
    ...dev,
    name: "sandbox",
    account: "210987654321",
    network: { ...dev.network, cidr: "10.96.0.0/16" },
  };
  await serve(stored);
  const several = validateSettings(organization, [...environments, sandbox]);
  expect(await bootstrapCommand("sandbox", several)).toBe("npm run deploy -- bootstrap-210987654321");
});

test.each([
  ["the bucket of the bootstrap state does not exist", s3Fault(404, "NoSuchBucket")],
  [
    "a bootstrap was interrupted before its state was moved",
    ((request, response) => {
      (request.method === "HEAD" ? answers(200) : s3Fault(404, "NoSuchKey"))(request, response);
    }) satisfies Answer,
  ],
])("bootstrap creates it where %s", async (_, answer) => {
  await serve(answer);
  expect(await bootstrapCommand("dev", settings)).toBe("npm run bootstrap");
});

test("a bootstrap state that may not be read exists", async () => {
  await serve(s3Fault(403, "AccessDenied"));
  expect(await bootstrapCommand("dev", settings)).toBe("npm run deploy -- bootstrap");
});

test("bootstrap creates what its own stack lacks", async () => {
  await serve(stored);
  expect(await bootstrapCommand("bootstrap", settings)).toBe("npm run bootstrap");
  expect(aws?.requests).toEqual([]);
});
