import { keysChanged, keysDenied, keysUsed } from "../../../../src/constructs/state/audit/event-patterns";
import { access } from "../store/access-matrix";
import { check, onTheList, type Row, unlistedPrincipals } from "./pattern-cases";
import { type Identity, keyCall, refusedKeyCall, session, throughS3, user } from "./records";

const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const aliasArn = "arn:aws:kms:ap-northeast-1:123456789012:alias/terraform-state";
const otherKey = "arn:aws:kms:ap-northeast-1:123456789012:key/99999999-2222-3333-4444-555555555555";

const named = [{ keyArn, aliasArn }];

describe("the alert about use of the key", () => {
  const decrypt = (who: Identity, more = {}) => keyCall(keyArn, { who, eventName: "Decrypt", ...throughS3, ...more });

  check(keysUsed(named, access), [
    ...onTheList.map(([name, who]): Row => [`is not for ${name}`, decrypt(who), false]),
    ...unlistedPrincipals.map(([name, who]): Row => [`is for ${name}`, decrypt(who), true]),
    [
      "is for a principal on whose behalf S3 calls",
      decrypt(session("Application", { invokedBy: "s3.amazonaws.com" })),
      true,
    ],
    ["is for GenerateDataKey", decrypt(session("Application"), { eventName: "GenerateDataKey" }), true],
    ["is not for looking at the key", decrypt(session("Application"), { eventName: "DescribeKey" }), false],
    ["is not for what fails", decrypt(session("Application"), { errorCode: "IncorrectKeyException" }), false],
    ["is not for another key", keyCall(otherKey, { who: session("Application"), eventName: "Decrypt" }), false],
  ]);
});

describe("the alert about denied use of the key", () => {
  const deployer = session("ci/Deployer");
  const refused = (more: Partial<Parameters<typeof refusedKeyCall>[1]> = {}, resource = keyArn) =>
    refusedKeyCall(resource, { who: deployer, eventName: "Decrypt", ...more });

  check(keysDenied(named), [
    ["is for a listed principal that does not call through S3", refused(), true],
    ["is for a user", refused({ who: user("unlisted") }), true],
    [
      "is for a principal on whose behalf S3 calls",
      refused({ who: session("Application", { invokedBy: "AWS Internal" }), ...throughS3 }),
      true,
    ],
    ["is for attempts to encrypt", refused({ eventName: "GenerateDataKey" }), true],
    ["is for attempts to change it", refused({ eventName: "PutKeyPolicy" }), true],
    [
      "is for a policy that denies it in so many words",
      refused({ because: " with an explicit deny in a resource-based policy" }),
      true,
    ],
    ["is for a message without a reason", refused({ because: "" }), true],
    ["is for the longer error code, too", refused({ errorCode: "AccessDeniedException" }), true],
    ["is for attempts to change its alias", refused({ eventName: "UpdateAlias" }, aliasArn), true],
    [
      "is for attempts to remove its alias, in a message without a reason",
      refused({ eventName: "DeleteAlias", because: "" }, aliasArn),
      true,
    ],
    [
      "is for a record that has the key among its resources",
      keyCall(keyArn, { who: deployer, eventName: "Decrypt", errorCode: "AccessDenied" }),
      true,
    ],
    ["is not for what succeeds", keyCall(keyArn, { who: deployer, eventName: "Decrypt" }), false],
    [
      "is not for what fails otherwise",
      refused({ errorCode: "DisabledException", errorMessage: `${keyArn} is disabled.` }),
      false,
    ],
    ["is not for another key", refused({}, otherKey), false],
    ["is not for an alias that begins alike", refused({ eventName: "UpdateAlias" }, `${aliasArn}-prod-replica`), false],
    [
      "is not for another key, of which the record has resources",
      keyCall(otherKey, { who: deployer, eventName: "Decrypt", errorCode: "AccessDenied" }),
      false,
    ],
  ]);
});

describe("the alert about changes of the key", () => {
  const who = session("ci/Deployer");

  check(keysChanged(...named), [
    ...["DisableKey", "ScheduleKeyDeletion", "CreateGrant", "PutKeyPolicy", "DisableKeyRotation"].map(
      (eventName): Row => [`is for ${eventName}`, keyCall(keyArn, { who, eventName }), true],
    ),
    ...["CreateAlias", "UpdateAlias", "DeleteAlias"].map((eventName): Row => [
      `is for ${eventName}`,
      keyCall(keyArn, { who, eventName, aliasArn }),
      true,
    ]),
    ["is for the alias given to another key", keyCall(otherKey, { who, eventName: "UpdateAlias", aliasArn }), true],
    ["is not for another key", keyCall(otherKey, { who, eventName: "DisableKey" }), false],
    ["is not for enabling it", keyCall(keyArn, { who, eventName: "EnableKey" }), false],
    [
      "is not for what fails",
      keyCall(keyArn, { who, eventName: "DisableKey", errorCode: "KMSInvalidStateException" }),
      false,
    ],
  ]);
});
