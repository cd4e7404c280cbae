import { checkLock } from "../../../src/commands/checks/lock";
import { body, fakeS3 } from "../../support/fake-s3";

test("a lock object that Terraform did not write is a warning that names it", async () => {
  const client = fakeS3({ GetObject: () => ({ Body: body("busy") }) });
  const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };
  expect(await checkLock({ client, backend, stack: "dev" })).toMatchObject({
    outcome: "warning",
    detail: "s3://b/k.tfstate.tflock blocks the lock, but Terraform did not write it",
  });
});
