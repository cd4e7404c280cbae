import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { projectOf } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const unknown = "${var.unknown}";
const account = "123456789012";
const backend = {
  bucket: "state",
  key: "a.tfstate",
  encrypt: true,
  use_lockfile: true,
  kms_key_id: "alias/state",
  allowed_account_ids: [account],
};
const stack = (changes: JsonObject = {}) => ({
  provider: { aws: [{ region: "ap-northeast-1", allowed_account_ids: [account] }] },
  terraform: { backend: { s3: { ...backend, ...changes } } },
});

/** Cases of a rule on one argument of the backend. */
function ofBackend(name: string, failing: JsonObject[string]): RuleCase {
  return {
    passing: projectOf({ dev: stack() }),
    failing: projectOf({ dev: stack({ [name]: failing }) }),
    unknown: projectOf({ dev: stack({ [name]: unknown }) }),
  };
}

const bucket = { bucket: "${aws_s3_bucket.a.id}" };

/** The store of a stack's state, with the resources that configure it. */
function store(resource: JsonObject, own: JsonObject = {}, changes: JsonObject = {}) {
  return projectOf({
    bootstrap: {
      provider: { aws: [{ region: "ap-northeast-1", allowed_account_ids: [account] }] },
      terraform: { backend: { s3: { ...backend, key: "bootstrap.tfstate" } } },
      resource: { aws_s3_bucket: { a: { bucket: "state", ...own } }, ...resource },
    },
    dev: stack(changes),
  });
}

const satellite = (type: string, values: JsonObject) => store({ [type]: { a: { ...bucket, ...values } } });

const encryption = (algorithm: string) => ({
  aws_s3_bucket_server_side_encryption_configuration: {
    a: {
      ...bucket,
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: algorithm,
            kms_master_key_id: "${aws_kms_key.state.arn}",
          },
        },
      ],
    },
  },
  aws_kms_alias: { state: { name: "alias/state", target_key_id: "${aws_kms_key.state.key_id}" } },
});

const versions = (status: string) => satellite("aws_s3_bucket_versioning", { versioning_configuration: { status } });

const block = (value: boolean | string) =>
  satellite("aws_s3_bucket_public_access_block", {
    block_public_acls: value,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });

const denyOthers = (principals: readonly string[]) =>
  satellite("aws_s3_bucket_policy", {
    policy: JSON.stringify({
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:GetObject*", "s3:Put*", "s3:Delete*"],
          Resource: ["arn:aws:s3:::state", "arn:aws:s3:::state/*"],
          Condition: { ArnNotLike: { "aws:PrincipalArn": principals } },
        },
      ],
    }),
  });

const writer = `arn:aws:iam::${account}:role/deploy`;
const eraser = `arn:aws:iam::${account}:role/break-glass`;

const denyErasing = (principal: string) =>
  satellite("aws_s3_bucket_policy", {
    policy: JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: account },
          Action: "s3:PutObject",
          Resource: "*",
          Condition: { ArnLike: { "aws:PrincipalArn": writer } },
        },
        {
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:DeleteObjectVersion", "s3:DeleteBucket"],
          Resource: ["arn:aws:s3:::state", "arn:aws:s3:::state/*"],
          Condition: { ArnNotLike: { "aws:PrincipalArn": principal } },
        },
      ],
    }),
  });

const removal = (rule: JsonObject) =>
  satellite("aws_s3_bucket_lifecycle_configuration", {
    rule: [
      {
        status: "Enabled",
        filter: { prefix: "a.tfstate.tflock" },
        noncurrent_version_expiration: { noncurrent_days: 3 },
      },
      { status: "Enabled", filter: [{ prefix: "" }], ...rule },
    ],
  });

const formerFor = (days: number | string) => ({ noncurrent_version_expiration: [{ noncurrent_days: days }] });

const trail = (values: JsonObject) => store({ aws_cloudtrail: { a: values } });
const recording = (bucketArn: string) => ({
  event_selector: [{ read_write_type: "All", data_resource: [{ type: "AWS::S3::Object", values: [bucketArn] }] }],
});

export const cases: RuleCases = {
  "state-is-sent-encrypted": ofBackend("encrypt", false),
  "state-is-locked-by-s3": ofBackend("use_lockfile", false),
  "state-account-is-pinned": ofBackend("allowed_account_ids", []),
  "state-is-not-shared": {
    passing: projectOf({ dev: stack(), prod: stack({ key: "b.tfstate" }) }),
    failing: projectOf({ dev: stack(), prod: stack() }),
  },
  "provider-account-is-pinned": {
    passing: projectOf({ dev: stack() }),
    failing: projectOf({ dev: { provider: { aws: [{ region: "ap-northeast-1" }] } } }),
    unknown: projectOf({ dev: { provider: { aws: [{ allowed_account_ids: [unknown] }] } } }),
  },
  "state-store-is-encrypted": {
    passing: store(encryption("aws:kms")),
    failing: store(encryption("aws:kms"), {}, { kms_key_id: undefined }),
    unknown: store(encryption(unknown)),
  },
  "state-store-keeps-versions": {
    passing: versions("Enabled"),
    failing: versions("Suspended"),
    unknown: versions(unknown),
  },
  "state-store-lifecycle-keeps-versions": {
    passing: removal({ ...formerFor(90), expiration: { expired_object_delete_marker: true } }),
    failing: removal(formerFor(7)),
    unknown: removal(formerFor(unknown)),
  },
  "state-writers-cannot-erase-versions": {
    passing: denyErasing(eraser),
    failing: denyErasing(writer),
    unknown: denyErasing(unknown),
  },
  "state-store-blocks-public-access": { passing: block(true), failing: block(false), unknown: block(unknown) },
  "state-store-names-its-principals": {
    passing: denyOthers([`arn:aws:iam::${account}:role/deploy`, `arn:aws:iam::${account}:root`]),
    failing: denyOthers([`arn:aws:iam::${account}:role/*`]),
    unknown: denyOthers([unknown]),
  },
  "state-access-is-recorded": {
    passing: trail(recording("arn:aws:s3:::state/")),
    failing: trail(recording("arn:aws:s3:::another/")),
    unknown: trail({ advanced_event_selector: [{ field_selector: [] }] }),
  },
  "state-store-cannot-be-destroyed": {
    passing: store({}, { lifecycle: { prevent_destroy: true } }),
    failing: store({}, { lifecycle: { prevent_destroy: true }, force_destroy: true }),
    unknown: store({}, { lifecycle: { prevent_destroy: unknown } }),
  },
};
