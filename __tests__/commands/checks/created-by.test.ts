import { S3Client } from "@aws-sdk/client-s3";
import { bootstrapCommand, creatorOf } from "../../../src/commands/checks/created-by";
import { validateSettings } from "../../../src/settings/validate";
import { environments, organization } from "../../support/example";
import { fakeS3, s3Error } from "../../support/fake-s3";

const [first, ...others] = environments;
const further = "210987654321";
const settings = validateSettings(organization, environments);
const twoAccounts = validateSettings(organization, [{ ...first, account: further }, ...others]);

afterEach(() => {
  jest.restoreAllMocks();
});

/** Has S3 answer to the question for the state of the bootstrap stack. */
function answering(HeadObject: () => unknown): jest.SpyInstance {
  const fake = fakeS3({ HeadObject });
  return jest.spyOn(S3Client.prototype, "send").mockImplementation(fake.send.bind(fake) as never);
}

function failing(name: string, status: number): () => never {
  return () => {
    throw s3Error(name, status);
  };
}

test("in a bootstrapped account, a deployment of the account's bootstrap stack creates a new bucket", async () => {
  const send = answering(() => ({}));
  expect(await creatorOf("dev", settings)).toBe("npm run deploy -- bootstrap");
  expect(send.mock.calls[0]).toMatchObject([{ input: { Bucket: "my-terraform-state-prod" } }]);
  expect(await creatorOf("dev", twoAccounts)).toBe(`npm run deploy -- bootstrap-${further}`);
  expect(await creatorOf("bootstrap", twoAccounts)).toBe("npm run deploy -- bootstrap");
});

test("a caller that may not read the state of bootstrap knows that it is there", async () => {
  answering(failing("Forbidden", 403));
  expect(await creatorOf("dev", settings)).toBe("npm run deploy -- bootstrap");
});

test("in any other account, bootstrap creates it", async () => {
  answering(failing("NotFound", 404));
  expect(await creatorOf("dev", settings)).toBe("npm run bootstrap");
  expect(await creatorOf("dev", twoAccounts)).toBe(`npm run bootstrap -- --account ${further}`);
  expect(await creatorOf("prod", twoAccounts)).toBe("npm run bootstrap");
});

test("any other answer of S3 is not taken for either", async () => {
  answering(failing("InternalError", 500));
  await expect(creatorOf("dev", settings)).rejects.toThrow("InternalError");
});

test("a bootstrap stack names the command for its account", () => {
  expect(bootstrapCommand("bootstrap")).toBe("npm run bootstrap");
  expect(bootstrapCommand(`bootstrap-${further}`)).toBe(`npm run bootstrap -- --account ${further}`);
});
