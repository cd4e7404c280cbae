import { S3Client } from "@aws-sdk/client-s3";
import { checkMovedBootstrap } from "../../../src/commands/checks/moved-bootstrap";
import { validateSettings } from "../../../src/settings/validate";
import { environments, organization } from "../../support/example";
import { body, fakeS3, s3Error } from "../../support/fake-s3";

const settings = validateSettings(organization, environments);
const backend = {
  bucket: "my-terraform-state-prod",
  key: "bootstrap/terraform.tfstate",
  region: "ap-northeast-1",
};
const state = { version: 4, serial: 1, lineage: "one", terraform_version: "1.13.5", resources: [] };

function answering(getObject: (input: Record<string, unknown>) => unknown): void {
  const fake = fakeS3({ HeadBucket: () => ({}), GetObject: getObject });
  jest.spyOn(S3Client.prototype, "send").mockImplementation(fake.send.bind(fake) as never);
}

const refusal = async () => checkMovedBootstrap({ stack: "bootstrap", backend }, settings);

afterEach(() => {
  jest.restoreAllMocks();
});

test("a second state of bootstrap is refused where another bucket of the account contains its state", async () => {
  answering(() => ({ Body: body(JSON.stringify(state)) }));
  await expect(refusal()).rejects.toMatchObject({
    name: "CommandError",
    message:
      "the state of bootstrap is s3://my-terraform-state-dev/bootstrap/terraform.tfstate, but the settings name " +
      "s3://my-terraform-state-prod/bootstrap/terraform.tfstate, where there is none",
    nextStep: 'nothing was changed; name "dev" in organization.bootstrap.stateEnvironment',
  });
});

test.each([
  ["contain no such object", () => s3Error("NoSuchKey", 404)],
  ["deny access to it, since they do not hold it", () => s3Error("AccessDenied", 403)],
])("the first state is not refused where the other buckets %s", async (_, error) => {
  answering(() => {
    throw error();
  });
  await expect(refusal()).resolves.toBeUndefined();
});
