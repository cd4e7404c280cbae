import { StateKey, type StateKeyProps } from "../../../src/constructs/state/state-key";
import { decisions, expectedDecisions } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { mutationsOf, unnoticed } from "../../support/policy-mutations";
import { synthesize } from "../../support/synthesize";
import { access, account, type Caller, type Column, insiders, matrix, outsiders } from "./access-matrix";

const region = "ap-northeast-1";
const key = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;

function stateKey(props: Partial<StateKeyProps> = {}) {
  return synthesize((scope) => {
    new StateKey(scope, "state-key", { alias: "alias/terraform-state", region, access, ...props });
  });
}

const keyPolicy = (props: Partial<StateKeyProps> = {}) =>
  policyDocument(stateKey(props), "aws_kms_key.state_key.policy");

const throughS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
const notNamed: Caller[] = [...outsiders];
const dangerous: Caller[] = ["root", "administrator", "breakGlass"];
const applying: Caller[] = ["deployer", "terraformUser", "breakGlass"];
const reading: Caller[] = [...applying, "planner", "replication"];

const column = (action: string, allowed: Caller[], notAllowed: Caller[], more: Partial<Column> = {}): Column => ({
  action,
  resource: key,
  resourceAccount: account,
  allowed,
  notAllowed,
  ...more,
});

/** Somebody in the account whom the key policy does not name gets nothing, though nothing is denied either. */
const others = (allowed: Caller[]) => [...insiders, ...outsiders].filter((caller) => !allowed.includes(caller));

const administration: Column[] = [
  ...[
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:RotateKeyOnDemand",
    "kms:CancelKeyDeletion",
    "kms:RevokeGrant",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
  ].map((action) => column(action, insiders, notNamed)),
  ...[
    "kms:PutKeyPolicy",
    "kms:DisableKey",
    "kms:ScheduleKeyDeletion",
    "kms:DisableKeyRotation",
    "kms:CreateAlias",
    "kms:UpdateAlias",
    "kms:DeleteAlias",
  ].map((action) => column(action, dangerous, [])),
  column("kms:CreateGrant", [], dangerous, { note: "for nobody" }),
  ...["kms:ReEncryptFrom", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext"].map((action) =>
    column(action, [], others([]), { note: "for nobody" }),
  ),
];

const use = (decrypting: Caller[], encrypting: Caller[]): Column[] => [
  column("kms:Decrypt", decrypting, others(decrypting), { context: throughS3, note: "through S3" }),
  column("kms:GenerateDataKey", encrypting, others(encrypting), { context: throughS3, note: "through S3" }),
  ...["kms:Decrypt", "kms:GenerateDataKey"].flatMap((action) => [
    column(action, [], others([]), { note: "directly" }),
    column(action, [], others([]), {
      context: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
      note: "through S3 of another region",
    }),
    column(action, [], others([]), {
      context: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
      note: "through another service",
    }),
  ]),
];

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

  test("is administered by the account and used by those named alone", async () => {
    const cases = matrix([...administration, ...use(reading, applying)]);

    expect(await decisions(keyPolicy(), cases)).toEqual(expectedDecisions(cases));
  });

  test("is used by administrators too where it protects the bootstrap's own state", async () => {
    const cases = matrix(use([...reading, "administrator"], [...applying, "administrator"]));

    expect(await decisions(keyPolicy({ protectsBootstrapState: true }), cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part in its policy that could be left out unnoticed", async () => {
    const policy = keyPolicy();
    const mutations = mutationsOf(policy);

    expect(mutations.length).toBeGreaterThan(40);
    expect(await unnoticed(mutations, matrix([...administration, ...use(reading, applying)]))).toEqual([]);
  }, 60_000);

  test("is reached through the S3 of its own partition", () => {
    const policy = JSON.stringify(keyPolicy({ region: "cn-north-1" }));

    expect(policy).toContain("s3.cn-north-1.amazonaws.com.cn");
  });
});
