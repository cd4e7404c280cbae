import { Testing } from "cdktf";
import { dev, environments, organization, prod } from "../support/example";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";
import { validateSettings } from "../../src/settings/validate";
import { BootstrapStack, type BootstrapStackProps } from "../../src/stacks/bootstrap-stack";
import { awsTarget, emulatorTarget } from "../../src/target/emulator";
import { policyDocument } from "../support/policy-document";
import { type Block, Synthesized } from "../support/synthesize";

interface Output {
  terraform: { backend: Record<string, Block> };
  provider: { aws: Block[] };
  output: Record<string, { value: string }>;
}

function bootstrap(
  settings: { organization?: Partial<OrganizationSettings>; environments?: readonly EnvironmentSettings[] } = {},
  props: Partial<BootstrapStackProps> = {},
) {
  const stack = new BootstrapStack(Testing.app(), "bootstrap", {
    settings: validateSettings({ ...organization, ...settings.organization }, settings.environments ?? environments),
    target: awsTarget,
    ...props,
  });
  const json = JSON.parse(Testing.synth(stack)) as Output & Synthesized["json"];
  return Object.assign(new Synthesized(json), { output: json });
}

const anotherAccount = {
  ...dev,
  name: "sandbox",
  account: "210987654321",
  network: { ...dev.network, cidr: "10.30.0.0/16" },
};
const anotherRegion: EnvironmentSettings = {
  ...prod,
  name: "ohio",
  region: "us-east-2",
  network: { ...prod.network, cidr: "10.40.0.0/16", availabilityZones: ["a", "b", "c"] },
  cluster: {
    ...prod.cluster,
    nodeGroups: { general: { instanceTypes: ["m6i.large"], minSize: 3, desiredSize: 3, maxSize: 9 } },
  },
};

describe("BootstrapStack as shipped", () => {
  const stack = bootstrap();

  test("creates a bucket for each environment and one key for those that require it", () => {
    expect(stack.ids("aws_s3_bucket").filter(ofState)).toEqual(["state_dev", "state_prod"]);
    expect(stack.at("aws_s3_bucket.state_dev").bucket).toBe("my-terraform-state-dev");
    expect(stack.at("aws_s3_bucket.state_prod").bucket).toBe("my-terraform-state-prod");
    expect(stack.ids("aws_kms_key").filter(ofState)).toEqual(["state_key"]);
    expect(stack.at("aws_kms_alias.state_key_alias")).toEqual({
      name: "alias/terraform-state",
      target_key_id: "${aws_kms_key.state_key.key_id}",
    });
  });

  test("encrypts dev's state with AES256 and prod's under the key", () => {
    expect(encryptionOf(stack, "dev")).toMatchObject([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(encryptionOf(stack, "prod")).toMatchObject([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: "${aws_kms_key.state_key.arn}",
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("stores its own state in prod's bucket, under the alias of the key", () => {
    expect(stack.output.terraform.backend.s3).toEqual({
      bucket: "my-terraform-state-prod",
      key: "bootstrap/terraform.tfstate",
      region: "ap-northeast-1",
      encrypt: true,
      use_lockfile: true,
      kms_key_id: "alias/terraform-state",
      allowed_account_ids: ["123456789012"],
    });
  });

  test("expires the locks of both states in prod's bucket", () => {
    const rules = stack.at("aws_s3_bucket_lifecycle_configuration.state_prod_lifecycle").rule as Block[];

    expect(rules.map(({ filter }) => (filter as Block[])[0]?.prefix as string)).toEqual([
      "",
      "eks-cluster/terraform.tfstate.tflock",
      "bootstrap/terraform.tfstate.tflock",
    ]);
  });

  test("uses a provider for its region and one for IAM's, and outputs what other configurations refer to", () => {
    expect(stack.output.provider.aws.map(({ region }) => region as string)).toEqual(["ap-northeast-1", "us-east-1"]);
    expect(stack.output.output).toEqual({
      state_bucket_dev: { value: "${aws_s3_bucket.state_dev.id}" },
      state_bucket_prod: { value: "${aws_s3_bucket.state_prod.id}" },
      state_key_arn: { value: "${aws_kms_key.state_key.arn}" },
      protected_resources: expect.objectContaining({ precondition: expect.anything() as unknown }) as unknown,
    });
  });

  test("denies any write to prod's bucket that is not under the key, and to dev's bucket under any key", () => {
    const known = { "aws_kms_key.state_key.arn": "arn:aws:kms:ap-northeast-1:123456789012:key/1" };
    const sids = (environment: string) =>
      policyDocument(stack, `aws_s3_bucket_policy.state_${environment}_policy.policy`, known).Statement.map(
        ({ Sid }) => Sid,
      );

    expect(sids("prod")).toEqual(expect.arrayContaining(["DenyOtherEncryption", "DenyOtherKeys"]));
    expect(sids("dev")).toEqual(expect.arrayContaining(["DenyOtherEncryption", "DenyKeysOfCallers"]));
    expect(sids("dev")).not.toContain("DenyOtherKeys");
  });
});

describe("BootstrapStack with an environment in another account", () => {
  const settings = {
    organization: { bootstrap: { stateEnvironment: "prod", assumeRole: "org/Bootstrap" }, tags: { Owner: "platform" } },
    environments: [dev, prod, anotherAccount],
  };
  const further = bootstrap(settings, { accountId: "210987654321" });

  test("is one stack for each account, with providers for its account and no role to assume", () => {
    const providersFor = (account: string) =>
      [{ region: "ap-northeast-1" }, { region: "us-east-1", alias: `account_${account}_us_east_1` }].map((one) => ({
        ...one,
        default_tags: [{ tags: { Owner: "platform" } }],
        allowed_account_ids: [account],
      }));

    expect(bootstrap(settings).output.provider.aws).toEqual(providersFor("123456789012"));
    expect(further.output.provider.aws).toEqual(providersFor("210987654321"));
    expect(bootstrap(settings).ids("aws_s3_bucket").filter(ofState)).toEqual(["state_dev", "state_prod"]);
    expect(further.ids("aws_s3_bucket").filter(ofState)).toEqual(["state_sandbox"]);
  });

  test("stores its own state in the bucket of the first environment there", () => {
    const second = { ...anotherAccount, name: "test", network: { ...dev.network, cidr: "10.50.0.0/16" } };
    const environments = [dev, anotherAccount, prod, second];
    const { s3 } = bootstrap({ environments }, { accountId: "210987654321" }).output.terraform.backend;

    expect(s3).toMatchObject({
      bucket: "my-terraform-state-sandbox",
      key: "bootstrap/terraform.tfstate",
      allowed_account_ids: ["210987654321"],
    });
  });

  test("can be configured by the role that bootstrap assumes there, and by no principal of another account", () => {
    const policy = JSON.stringify(policyDocument(further, "aws_s3_bucket_policy.state_sandbox_policy.policy"));

    expect(policy).toContain("arn:aws:iam::210987654321:role/org/Bootstrap");
    expect(policy).not.toContain("123456789012");
  });

  test("changes nothing in the first account", () => {
    expect(blocksOf(bootstrap({ environments: [dev, prod, anotherAccount] }))).toEqual(blocksOf(bootstrap()));
  });
});

describe("BootstrapStack with an environment in another region", () => {
  const stack = bootstrap({ environments: [dev, prod, anotherRegion] });
  const alias = "account_123456789012_us_east_2";

  test("creates everything there by the provider of that region, and nothing else", () => {
    expect(stack.output.provider.aws[1]).toMatchObject({ alias, region: "us-east-2" });
    for (const [address, block] of blocksOf(stack)) {
      // IAM is global: the roles and boundaries of an account are created in its own region.
      if (address.includes("us_east_1")) continue;
      const expected = /ohio|us_east_2/.test(address) && !address.includes("boundary_") ? `aws.${alias}` : undefined;
      expect([address, block.provider]).toEqual([address, expected]);
    }
  });

  test("creates a key for each region that needs one, each under the same alias", () => {
    expect(stack.ids("aws_kms_key").filter(ofState)).toEqual(["state_key", "state_key_123456789012_us_east_2"]);
    for (const id of stack.ids("aws_kms_alias").filter(ofState)) {
      expect([id, stack.at(`aws_kms_alias.${id}`).name]).toEqual([id, "alias/terraform-state"]);
    }
    expect(JSON.stringify(encryptionOf(stack, "ohio"))).toContain("state_key_123456789012_us_east_2.arn");
  });

  test("changes no existing resources, except those that an account has for all of its state", () => {
    const after = new Map(blocksOf(stack));
    const changed = blocksOf(bootstrap()).flatMap(([address, block]) =>
      JSON.stringify(block) === JSON.stringify(after.get(address)) ? [] : [address],
    );

    expect(changed).toEqual([
      // The trail of the account also records the new bucket.
      "0.aws_cloudtrail.audit",
      "1.aws_iam_policy_document.role_TerraformBreakGlassRole_state_rights",
      "1.aws_iam_policy_document.role_TerraformExecutionRole_deploy_rights",
      "1.aws_iam_policy_document.role_TerraformExecutionRole_limits_rights",
      "1.aws_iam_policy_document.role_TerraformExecutionRole_roles_rights",
      "1.aws_iam_policy_document.role_TerraformExecutionRole_state_rights",
      "1.aws_iam_policy_document.role_TerraformExecutionRole_tagged_permissions",
      "1.aws_iam_policy_document.role_TerraformPlanRole_state_rights",
    ]);
  });
});

test("changes only the path style of an emulator's providers", () => {
  const stack = bootstrap({ environments: [dev, prod, anotherRegion] }, { target: emulatorTarget });

  expect(stack.output.provider.aws.map(({ s3_use_path_style }) => s3_use_path_style as boolean)).toEqual([
    true,
    true,
    true,
  ]);
});

const ofState = (id: string) => id.startsWith("state_");

function encryptionOf(stack: Synthesized, environment: string): unknown {
  return stack.at(`aws_s3_bucket_server_side_encryption_configuration.state_${environment}_encryption`).rule;
}

function blocksOf({ json }: Synthesized): (readonly [address: string, block: Block])[] {
  return [json.resource, json.data].flatMap((byType = {}, position) =>
    Object.entries(byType).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([id, block]) => [`${position}.${type}.${id}`, block] as const),
    ),
  );
}

describe("audit of the state", () => {
  const audit = { mailAddresses: ["ops@example.com"], slack: { workspaceId: "T0123ABCD", channelId: "C0123ABCD" } };
  const namesIn = (stack: Synthesized, type: string, argument = "name") =>
    Object.values(stack.blocks(type))
      .map((block) => block[argument] as string)
      .sort();

  test("records both state buckets in one trail, and monitors them and the key", () => {
    const stack = bootstrap();

    expect(stack.at("aws_cloudtrail.audit").event_selector).toMatchObject([
      {
        data_resource: [{ values: ["arn:aws:s3:::my-terraform-state-dev/", "arn:aws:s3:::my-terraform-state-prod/"] }],
      },
    ]);
    expect(namesIn(stack, "aws_s3_bucket", "bucket")).toEqual([
      "my-terraform-state-audit",
      "my-terraform-state-audit-access",
      "my-terraform-state-dev",
      "my-terraform-state-prod",
    ]);
    expect(stack.ids("aws_cloudwatch_event_rule")).toHaveLength(23);
    expect(JSON.stringify(stack.at("aws_cloudwatch_event_rule.alert_key_used"))).toContain("aws_kms_key.state_key.arn");
  });

  test("needs a separate trail in another account, with its own names", () => {
    const stack = bootstrap({ environments: [dev, prod, anotherAccount] }, { accountId: "210987654321" });

    expect(stack.ids("aws_cloudtrail")).toEqual(["audit"]);
    expect(stack.at("aws_s3_bucket.audit_logs").bucket).toBe("my-terraform-state-audit-210987654321");
  });

  test("needs only alerts in another region", () => {
    const stack = bootstrap({ environments: [dev, prod, anotherRegion], organization: { audit } });

    expect(stack.ids("aws_cloudtrail")).toEqual(["audit"]);
    expect(stack.ids("aws_sns_topic").filter((id) => !id.includes("us_east_1"))).toHaveLength(4);
    expect(stack.at("aws_cloudwatch_event_rule.alert_123456789012_us_east_2_state_ohio_used").provider).toBe(
      "aws.account_123456789012_us_east_2",
    );
  });

  test("has alerts about principals in IAM's region, on topics there, unless the settings omit them", () => {
    const stack = bootstrap();
    const ofIdentities = (id: string) => id.startsWith("alert_identity");
    const roles = stack.at("aws_cloudwatch_event_rule.alert_identity_123456789012_us_east_1_roles");

    expect(stack.ids("aws_cloudwatch_event_rule").filter(ofIdentities)).toHaveLength(3);
    expect(roles.provider).toBe("aws.account_123456789012_us_east_1");
    expect(roles.event_pattern).toContain("TerraformBreakGlassRole");
    expect(
      stack.at("aws_cloudwatch_event_rule.alert_identity_123456789012_us_east_1_policies").event_pattern,
    ).toContain("policy/platform-*-boundary");
    expect(stack.at("aws_cloudwatch_event_target.alert_identity_123456789012_us_east_1_roles_mail").arn).toBe(
      "${aws_sns_topic.alerts_123456789012_us_east_1_mail.arn}",
    );

    const without = bootstrap({ organization: { audit: { identityAlerts: false } } });
    expect(without.ids("aws_sns_topic")).toEqual(["alerts_mail"]);
    expect(without.ids("aws_cloudwatch_event_rule").filter(ofIdentities)).toEqual([]);
    // Terraform needs the provider to delete the alerts of a former run.
    expect(without.output.provider.aws).toHaveLength(2);
  });

  test("has them among its own where the state is in IAM's region", () => {
    const inVirginia = {
      ...prod,
      region: "us-east-1",
      network: { ...prod.network, availabilityZones: ["a", "b", "c"] },
    };
    const stack = bootstrap({ environments: [inVirginia] });

    expect(stack.output.provider.aws).toHaveLength(1);
    expect(stack.at("aws_cloudwatch_event_target.alert_identity_roles_mail").arn).toBe(
      "${aws_sns_topic.alerts_mail.arn}",
    );
  });

  test("uses each name only once where AWS requires unique names", () => {
    const stack = bootstrap({ environments: [dev, prod, anotherRegion], organization: { audit } });

    for (const [type, argument] of [
      ["aws_iam_role", "name"],
      ["aws_kms_alias", "name"],
      ["aws_cloudtrail", "name"],
      ["aws_cloudwatch_event_rule", "name"],
      ["aws_sns_topic", "name"],
      ["aws_cloudwatch_log_group", "name"],
      ["aws_s3_bucket", "bucket"],
    ] as const) {
      const isGlobal = type === "aws_iam_role";
      const names = Object.values(stack.blocks(type)).map(
        (block) => `${isGlobal ? "" : String(block.provider)} ${String(block[argument])}`,
      );
      expect([type, new Set(names).size]).toEqual([type, names.length]);
    }
  });

  test("connects the account to the channel once, with the topics of all its regions", () => {
    const stack = bootstrap({ environments: [dev, prod, anotherRegion], organization: { audit } });

    expect(stack.blocks("aws_chatbot_slack_channel_configuration")).toEqual({
      alerts_channel: expect.objectContaining({
        sns_topic_arns: [
          "${aws_sns_topic.alerts_chat.arn}",
          "${aws_sns_topic.alerts_123456789012_us_east_2_chat.arn}",
          "${aws_sns_topic.alerts_123456789012_us_east_1_chat.arn}",
        ],
      }) as unknown,
    });
  });

  test("omits the chat channel in an emulator", () => {
    const stack = bootstrap({ organization: { audit } }, { target: emulatorTarget });

    expect(stack.ids("aws_chatbot_slack_channel_configuration")).toEqual([]);
    expect(stack.ids("aws_sns_topic")).toContain("alerts_chat");
  });
});
