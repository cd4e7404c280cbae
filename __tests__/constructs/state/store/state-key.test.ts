import { StateKey, type StateKeyProps } from "../../../../src/constructs/state/store/state-key";
import { decisions, expectedDecisions } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { expectPolicy } from "../../../support/policy-mutations";
import { synthesize } from "../../../support/synthesize";
import { access, account, matrix } from "./access-matrix";
import { stateKeyColumns, stateKeyUse } from "./state-key-columns";

const region = "ap-northeast-1";
const key = { keyArn: `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`, region };

function stateKey(props: Partial<StateKeyProps> = {}) {
  return synthesize((scope) => {
    new StateKey(scope, "state-key", { alias: "alias/terraform-state", region, access, ...props });
  });
}

const keyPolicy = (props: Partial<StateKeyProps> = {}) =>
  policyDocument(stateKey(props), "aws_kms_key.state_key.policy");

describe("StateKey", () => {
  test("rotates, waits 30 days before it is deleted, and is never deleted by Terraform", () => {
    expect(stateKey().at("aws_kms_key.state_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(stateKey().at("aws_kms_alias.state_key_alias")).toEqual({
      name: "alias/terraform-state",
      target_key_id: "${aws_kms_key.state_key.key_id}",
    });
  });

  test("is administered by the account and used only by the named principals", async () => {
    const cases = matrix(stateKeyColumns(key));

    expect(cases.length).toBeGreaterThan(500);
    await expectPolicy(keyPolicy(), cases);
  });

  test("is also used by administrators if it protects the bootstrap's own state", async () => {
    const cases = matrix(stateKeyUse({ ...key, protectsBootstrapState: true }));

    expect(await decisions(keyPolicy({ protectsBootstrapState: true }), cases)).toEqual(expectedDecisions(cases));
  });

  test("is reached through the S3 of its own region", () => {
    const policy = JSON.stringify(keyPolicy({ region: "us-gov-west-1" }));

    expect(policy).toContain("s3.us-gov-west-1.amazonaws.com");
  });
});
