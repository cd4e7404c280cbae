import { Testing, TerraformStack } from "cdktf";
import { LockingS3Backend } from "../../../../src/constructs/state/store/locking-s3-backend";
import { optionFaults } from "../../../support/option-faults";

const dev = {
  bucket: "my-terraform-state-dev",
  key: "eks-cluster/terraform.tfstate",
  region: "ap-northeast-1",
  accountId: "123456789012",
};

function backend(props: ConstructorParameters<typeof LockingS3Backend>[1]): unknown {
  const stack = new TerraformStack(Testing.app(), "test");
  new LockingS3Backend(stack, props);
  return (JSON.parse(Testing.synth(stack)) as { terraform: { backend: unknown } }).terraform.backend;
}

describe("LockingS3Backend", () => {
  test("encrypts the state, locks it in S3 and accepts only credentials of its account", () => {
    expect(backend(dev)).toEqual({
      s3: {
        bucket: "my-terraform-state-dev",
        key: "eks-cluster/terraform.tfstate",
        region: "ap-northeast-1",
        encrypt: true,
        use_lockfile: true,
        allowed_account_ids: ["123456789012"],
      },
    });
  });

  test("encrypts with a customer managed key when one is set", () => {
    expect(backend({ ...dev, kmsKeyId: "alias/terraform-state" })).toEqual({
      s3: expect.objectContaining({
        encrypt: true,
        use_lockfile: true,
        kms_key_id: "alias/terraform-state",
      }) as unknown,
    });
  });

  test("refuses the key of a lock object", () => {
    expect(optionFaults(() => backend({ ...dev, key: "state.tflock" }))).toEqual([
      expect.stringMatching(/^key: got "state\.tflock", allowed: a path such as .* and not ending with \.tflock$/),
    ]);
  });
});
