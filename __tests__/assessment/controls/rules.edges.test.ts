import { rules } from "../../../assessment/controls/rules";
import type { Project } from "../../../assessment/model/project";
import type { JsonObject } from "../../../src/cdktf/terraform-json";
import { projectOf, resources } from "../support/project";

function decisions(id: string, project: Project): (string | undefined)[] {
  return (rules.find((rule) => rule.id === id)?.decide(project) ?? []).map(({ outcome }) => outcome);
}

const document = (...statements: JsonObject[]) => JSON.stringify({ Statement: statements });
const everything = { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" };
const bucket = { aws_s3_bucket: { a: { bucket: "a" } } };
const publicPolicy = { aws_s3_bucket_policy: { a: { bucket: "a", policy: document(everything) } } };

describe("a bucket's policy", () => {
  test("for anyone is without effect where Block Public Access restricts it", () => {
    const restricted = { aws_s3_bucket_public_access_block: { a: { bucket: "a", restrict_public_buckets: true } } };
    const id = "s3-bucket-is-not-publicly-readable";
    expect(decisions(id, resources({ ...bucket, ...publicPolicy }))).toEqual(["fails"]);
    expect(decisions(id, resources({ ...bucket, ...publicPolicy, ...restricted }))).toEqual(["passes"]);
  });

  test.each(["public-read", "authenticated-read"])("matters no more than its list %s", (acl) => {
    const id = "s3-bucket-is-not-publicly-readable";
    const list = { aws_s3_bucket_acl: { a: { bucket: "a", acl } } };
    expect(decisions(id, resources({ ...bucket, ...list }))).toEqual(["fails"]);
  });

  test.each<[string, JsonObject, string]>([
    ["every request without TLS", {}, "passes"],
    ["those that also meet another condition", { StringEquals: { "aws:PrincipalArn": "a" } }, "fails"],
  ])("denies %s", (_, more, outcome) => {
    const deny = {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "*",
      Resource: ["arn:aws:s3:::a", "arn:aws:s3:::a/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" }, ...more },
    };
    const policy = { aws_s3_bucket_policy: { a: { bucket: "a", policy: document(deny) } } };
    expect(decisions("s3-bucket-requires-tls", resources({ ...bucket, ...policy }))).toEqual([outcome]);
  });

  test("is compared with the account of the bucket's own provider", () => {
    const foreign = { ...everything, Principal: { AWS: "arn:aws:iam::111111111111:root" } };
    const project = (account: string) =>
      projectOf({
        bootstrap: {
          provider: {
            aws: [
              { region: "ap-northeast-1", allowed_account_ids: ["111111111111"] },
              { alias: "other", region: "us-east-1", allowed_account_ids: [account] },
            ],
          },
          resource: {
            aws_s3_bucket: { a: { bucket: "a", provider: "aws.other" } },
            aws_s3_bucket_policy: { a: { bucket: "a", policy: document(foreign) } },
          },
        },
      });
    expect(decisions("s3-bucket-policy-restricts-other-accounts", project("222222222222"))).toEqual(["fails"]);
    expect(decisions("s3-bucket-policy-restricts-other-accounts", project("111111111111"))).toEqual(["passes"]);
  });
});

describe("a managed policy", () => {
  const policy = {
    aws_iam_policy: { a: { name: "limits", policy: document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) } },
  };
  const id = "iam-policy-allows-no-service-wildcard";

  test("that allows all but some actions allows services", () => {
    expect(decisions(id, resources(policy))).toEqual(["fails"]);
  });

  test.each(["${aws_iam_policy.a.arn}", "arn:aws:iam::123456789012:policy/limits"])(
    "that is a boundary of a role gives no permission: %s",
    (boundary) => {
      const role = { aws_iam_role: { a: { permissions_boundary: boundary } } };
      expect(decisions(id, resources({ ...policy, ...role }))).toEqual(["passes"]);
    },
  );

  test("of another account is no boundary of the role", () => {
    const role = { aws_iam_role: { a: { permissions_boundary: "arn:aws:iam::111111111111:policy/limits" } } };
    expect(decisions(id, resources({ ...policy, ...role }))).toEqual(["fails"]);
  });
});

describe("a trail", () => {
  const id = "trail-records-management-events-of-all-regions";
  const trail = (values: JsonObject) =>
    resources({ aws_cloudtrail: { a: { is_multi_region_trail: true, ...values } } });
  const selector = (...fields: JsonObject[]) => ({ advanced_event_selector: [{ field_selector: fields }] });
  const management = { field: "eventCategory", equals: ["Management"] };

  test.each<[string, JsonObject, string]>([
    ["without selectors records", {}, "passes"],
    ["with a selector of the category alone records", selector(management), "passes"],
    [
      "with a selector of writes is not examined",
      selector(management, { field: "readOnly", equals: ["false"] }),
      "undecided",
    ],
    [
      "that leaves a service out does not record",
      { event_selector: { exclude_management_event_sources: ["kms.amazonaws.com"] } },
      "fails",
    ],
    ["that is off does not record", { enable_logging: false }, "fails"],
  ])("%s every management event", (_, values, outcome) => {
    expect(decisions(id, trail(values))).toEqual([outcome]);
  });

  test("is asked for in each account of the stacks", () => {
    const account = (id: string) => ({ provider: { aws: [{ allowed_account_ids: [id] }] } });
    const recorded = {
      ...account("111111111111"),
      resource: { aws_cloudtrail: { a: { is_multi_region_trail: true } } },
    };
    expect(decisions(id, projectOf({ bootstrap: recorded, dev: account("222222222222") }))).toEqual([
      "passes",
      "undecided",
    ]);
  });
});

describe("a state", () => {
  const backend = (name: string) => ({ terraform: { backend: { s3: { bucket: name, key: "a" } } } });

  test("in a bucket that no stack declares is not decided", () => {
    expect(decisions("state-store-keeps-versions", projectOf({ dev: backend("elsewhere") }))).toEqual(["undecided"]);
  });

  test("outside S3 fails every demand on it", () => {
    const project = projectOf({ dev: { terraform: { backend: { local: {} } } } });
    expect(decisions("state-store-keeps-versions", project)).toEqual(["fails"]);
    expect(decisions("state-is-locked-by-s3", project)).toEqual(["fails"]);
  });

  test("locked by a DynamoDB table fails", () => {
    const s3 = { bucket: "a", key: "a", use_lockfile: true, dynamodb_table: "locks" };
    expect(decisions("state-is-locked-by-s3", projectOf({ dev: { terraform: { backend: { s3 } } } }))).toEqual([
      "fails",
    ]);
  });
});

describe("a stack", () => {
  const pinned = (name: string, account: string) => ({
    ...projectOf({
      [name]: {
        provider: { aws: [{ allowed_account_ids: [account] }] },
        terraform: { backend: { s3: { allowed_account_ids: [account] } } },
      },
    }),
    settings: {
      organization: { bootstrap: { stateEnvironment: "prod" } },
      environments: [{ name: "prod", account: "111111111111" }],
    },
  });

  test.each(["prod", "bootstrap", "bootstrap-111111111111"])("%s is pinned to the account of the settings", (name) => {
    for (const id of ["provider-account-is-pinned", "state-account-is-pinned"]) {
      expect(decisions(id, pinned(name, "111111111111"))).toEqual(["passes"]);
      expect(decisions(id, pinned(name, "222222222222"))).toEqual(["fails"]);
    }
  });
});

test("the evidence of what passes names all that was examined", () => {
  const network = { endpoint_private_access: true, endpoint_public_access: false };
  const [decision] =
    rules
      .find(({ id }) => id === "eks-endpoint-is-private")
      ?.decide(resources({ aws_eks_cluster: { a: { vpc_config: network } } })) ?? [];
  expect(decision?.found).toBe(
    "vpc_config.endpoint_public_access is false; vpc_config.endpoint_private_access is true",
  );
});

test("the key of a state is that of the bucket's region", () => {
  const account = "111111111111";
  const backend = (key: string) => ({ terraform: { backend: { s3: { bucket: "a", key: "a", kms_key_id: key } } } });
  const algorithm = { sse_algorithm: "aws:kms", kms_master_key_id: "${aws_kms_key.home.arn}" };
  const declared = {
    provider: {
      aws: [
        { region: "eu-central-1", allowed_account_ids: [account] },
        { alias: "other", region: "us-east-1", allowed_account_ids: [account] },
      ],
    },
    resource: {
      aws_s3_bucket: { a: { bucket: "a" } },
      aws_s3_bucket_server_side_encryption_configuration: {
        a: { bucket: "${aws_s3_bucket.a.id}", rule: [{ apply_server_side_encryption_by_default: algorithm }] },
      },
      aws_kms_alias: {
        other: { name: "alias/state", provider: "aws.other", target_key_id: "${aws_kms_key.other.key_id}" },
        home: { name: "alias/state", target_key_id: "${aws_kms_key.home.key_id}" },
      },
    },
  };
  const outcomeWith = (key: string) =>
    decisions("state-store-is-encrypted", projectOf({ bootstrap: { ...declared, ...backend(key) } }));
  expect(outcomeWith("alias/state")).toEqual(["passes"]);
  expect(outcomeWith(`arn:aws:kms:eu-central-1:${account}:alias/state`)).toEqual(["passes"]);
  expect(outcomeWith(`arn:aws:kms:us-east-1:${account}:alias/state`)).toEqual(["undecided"]);
});

test("a resource that Terraform multiplies is not decided", () => {
  const key = { aws_kms_key: { a: { count: 2, enable_key_rotation: true } } };
  expect(decisions("kms-key-is-rotated", resources(key))).toEqual(["undecided"]);
});

test("a role may admit tokens of one service account of a cluster", () => {
  const trust = document({
    Effect: "Allow",
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: "${aws_iam_openid_connect_provider.cluster.arn}" },
    Condition: {
      StringEquals: {
        "oidc.eks.example/id/A:sub": "system:serviceaccount:kube-system:a",
        "oidc.eks.example/id/A:aud": "sts.amazonaws.com",
      },
    },
  });
  const role = { aws_iam_role: { a: { assume_role_policy: trust } } };
  expect(decisions("federated-trust-is-restricted", resources(role))).toEqual(["passes"]);
  const any = { aws_iam_role: { a: { assume_role_policy: trust.replace(":kube-system:a", ":*") } } };
  expect(decisions("federated-trust-is-restricted", resources(any))).toEqual(["fails"]);
});
