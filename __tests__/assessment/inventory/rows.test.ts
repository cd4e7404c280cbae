import { inventoryOf } from "../../../assessment/inventory/rows";
import type { InventoryRow } from "../../../assessment/inventory/inventory";
import type { Project } from "../../../assessment/model/project";
import * as everyOption from "../../support/every-option";
import { projectOf, resources } from "../support/project";
import { synthesized } from "../support/synthesized";

function rowAt(project: Project, address: string): InventoryRow {
  const row = inventoryOf(project).find((one) => one.address === address);
  if (!row) throw new Error(`no row of ${address}`);
  return row;
}

describe("with every option", () => {
  const project = synthesized(everyOption.organization, everyOption.environments);
  const rows = inventoryOf(project);
  const at = (stack: string, address: string) => rows.find((row) => row.stack === stack && row.address === address);

  test("each resource has one row, and no data source has one", () => {
    const blocks = project.stacks.flatMap(({ name, blocks: all }) =>
      [...all.values()].filter(({ kind }) => kind === "resource").map(({ address }) => `${name}/${address}`),
    );
    expect(rows.map(({ stack, address }) => `${stack}/${address}`)).toEqual(blocks);
  });

  test("each property of these settings is known", () => {
    const values = rows.flatMap((row) => Object.values({ ...row, tags: "" }));
    expect(values.filter((value) => value.startsWith("unknown"))).toEqual([]);
  });

  test("a bucket of state shows key, blocked access, kept versions and protections", () => {
    expect(at("bootstrap", "aws_s3_bucket.state_prod")).toMatchObject({
      encryption: "aws:kms",
      key: "aws_kms_key.state_key",
      exposure: expect.stringContaining("public access is blocked") as string,
      retention: expect.stringContaining("replaced versions 90 days, the newest 100 kept") as string,
      deletionProtection: "prevent_destroy true; force_destroy false; versioning Enabled",
    });
  });

  test("a resource of another region has the region of its provider, and a role none", () => {
    expect(
      at("bootstrap", "aws_kms_key.replica_key_prod") ?? rows.find(({ region }) => region === "ap-northeast-3"),
    ).toMatchObject({ region: "ap-northeast-3" });
    expect(at("prod", "aws_iam_role.cluster_role")).toMatchObject({ region: "global", account: "123456789012" });
  });

  test("tags are those of the resource and of the provider, where it has tags", () => {
    expect(at("prod", "aws_vpc.vpc")?.tags).toEqual({ Environment: "prod", Name: "platform-prod" });
    expect(at("prod", "aws_kms_key.cluster_secrets_key")?.tags).toEqual({ Environment: "prod" });
    expect(at("prod", "aws_kms_alias.cluster_secrets_key_alias")?.tags).toEqual({});
  });
});

describe("encryption", () => {
  test("a bucket without configuration has the default of S3", () => {
    const project = resources({ aws_s3_bucket: { logs: { bucket: "logs" } } });
    expect(rowAt(project, "aws_s3_bucket.logs")).toMatchObject({
      encryption: "AES256 (default)",
      key: "Amazon S3 managed",
    });
  });

  test("a key of an expression is unknown, and one of an alias is the key behind it", () => {
    const project = resources({
      aws_kms_key: { logs: {} },
      aws_kms_alias: { logs: { name: "alias/logs", target_key_id: "${aws_kms_key.logs.key_id}" } },
      aws_cloudwatch_log_group: {
        known: { kms_key_id: "${aws_kms_alias.logs.arn}" },
        named: { kms_key_id: "alias/logs" },
        unknown: { kms_key_id: "${var.production ? var.key : null}" },
      },
    });
    expect(rowAt(project, "aws_cloudwatch_log_group.known").key).toBe("aws_kms_key.logs (alias/logs)");
    expect(rowAt(project, "aws_cloudwatch_log_group.named").key).toBe("aws_kms_key.logs (alias/logs)");
    expect(rowAt(project, "aws_cloudwatch_log_group.unknown").key).toBe("unknown: ${var.production ? var.key : null}");
  });

  test("each volume of a launch template counts", () => {
    const mapping = (device_name: string, ebs: object) => ({ device_name, ebs });
    const project = resources({
      aws_launch_template: {
        nodes: {
          block_device_mappings: [
            mapping("/dev/xvda", { encrypted: "true", kms_key_id: "alias/aws/ebs" }),
            mapping("/dev/xvdb", { encrypted: "false" }),
            mapping("/dev/xvdc", {}),
          ] as never,
        },
      },
    });
    expect(rowAt(project, "aws_launch_template.nodes").encryption).toBe(
      "EBS /dev/xvda: encrypted; EBS /dev/xvdb: none; EBS /dev/xvdc: the account's default",
    );
  });

  test("a topic without key, and a queue that gives up its encryption, have none", () => {
    const project = resources({ aws_sns_topic: { a: {} }, aws_sqs_queue: { b: { sqs_managed_sse_enabled: false } } });
    expect(rowAt(project, "aws_sns_topic.a").encryption).toBe("none");
    expect(rowAt(project, "aws_sqs_queue.b").encryption).toBe("none");
  });
});

describe("exposure", () => {
  test("an endpoint of a cluster is public to all by default", () => {
    const project = resources({
      aws_eks_cluster: {
        open: {},
        narrow: { vpc_config: { endpoint_private_access: true, public_access_cidrs: ["203.0.113.0/24"] } },
        inner: { vpc_config: { endpoint_public_access: false, endpoint_private_access: true } },
        unknown: { vpc_config: { endpoint_public_access: "${var.public}" } },
      },
    });
    const exposures = ["open", "narrow", "inner", "unknown"].map(
      (id) => rowAt(project, `aws_eks_cluster.${id}`).exposure,
    );
    expect(exposures).toEqual([
      "internet (0.0.0.0/0)",
      "internet (203.0.113.0/24); VPC",
      "VPC",
      "unknown: ${var.public}",
    ]);
  });

  test("a bucket shows which public access is not blocked, and whom its policy allows", () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
    const project = resources({
      aws_s3_bucket: { a: { bucket: "a" }, b: { bucket: "b" } },
      aws_s3_bucket_public_access_block: { a: { bucket: "a", block_public_acls: true, block_public_policy: true } },
      aws_s3_bucket_policy: {
        a: { bucket: "${aws_s3_bucket.a.id}", policy: JSON.stringify({ Statement: [statement] }) },
      },
    });
    expect(rowAt(project, "aws_s3_bucket.a").exposure).toBe(
      "public access is not blocked: ignore_public_acls false, restrict_public_buckets false; allows anyone",
    );
    expect(rowAt(project, "aws_s3_bucket.b").exposure).toBe("public access is not blocked here");
  });

  test("a subnet shows the routes of its table", () => {
    const project = resources({
      aws_internet_gateway: { gateway: {} },
      aws_route_table: { open: {} },
      aws_route: {
        out: { route_table_id: "${aws_route_table.open.id}", gateway_id: "${aws_internet_gateway.gateway.id}" },
      },
      aws_subnet: { open: { map_public_ip_on_launch: true }, main: {} },
      aws_route_table_association: {
        open: { subnet_id: "${aws_subnet.open.id}", route_table_id: "${aws_route_table.open.id}" },
      },
    });
    expect(rowAt(project, "aws_subnet.open").exposure).toBe(
      "internet through aws_internet_gateway.gateway; public addresses",
    );
    expect(rowAt(project, "aws_subnet.main").exposure).toBe("routes of the main table");
  });

  test("a security group shows the rules of all three forms", () => {
    const project = resources({
      aws_security_group: {
        web: { ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] }] },
        empty: {},
      },
      aws_security_group_rule: {
        older: { type: "ingress", protocol: "-1", self: true, security_group_id: "${aws_security_group.web.id}" },
        out: {
          type: "egress",
          protocol: "-1",
          cidr_blocks: ["::/0"],
          security_group_id: "${aws_security_group.web.id}",
        },
      },
      aws_vpc_security_group_ingress_rule: {
        newer: {
          security_group_id: "${aws_security_group.web.id}",
          ip_protocol: "udp",
          from_port: 1,
          to_port: 9,
          cidr_ipv6: "::/0",
        },
      },
    });
    expect(rowAt(project, "aws_security_group.web").exposure).toBe(
      "all traffic from itself; tcp 22 from 0.0.0.0/0; udp 1-9 from ::/0",
    );
    expect(rowAt(project, "aws_security_group.empty").exposure).toBe("nothing");
  });
});

describe("retention and protection", () => {
  test("a log group without a time, or with 0, never expires", () => {
    const project = resources({
      aws_cloudwatch_log_group: { a: {}, b: { retention_in_days: 0 }, c: { retention_in_days: 1 } },
    });
    expect(inventoryOf(project).map(({ retention }) => retention)).toEqual(["never expires", "never expires", "1 day"]);
  });

  test("a disabled rule keeps nothing from being kept", () => {
    const project = resources({
      aws_s3_bucket: { a: { bucket: "a" } },
      aws_s3_bucket_lifecycle_configuration: {
        a: { bucket: "a", rule: [{ status: "Disabled", expiration: [{ days: 1 }] }] },
      },
    });
    expect(rowAt(project, "aws_s3_bucket.a").retention).toBe("never expires");
  });

  test("what gives protection up is shown as well", () => {
    const project = resources({
      aws_ecr_repository: { a: { force_delete: true, lifecycle: { prevent_destroy: false } } },
    });
    expect(rowAt(project, "aws_ecr_repository.a").deletionProtection).toBe("prevent_destroy false; force_delete true");
  });
});

test("a provider that the stack does not configure leaves account and region unknown", () => {
  const project = projectOf({
    dev: {
      provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["210987654321"] }] },
      resource: { aws_vpc: { a: {}, b: { provider: "aws.other" } } },
    },
  });
  expect(inventoryOf(project).map(({ account, region }) => [account, region])).toEqual([
    ["210987654321", "eu-west-1"],
    ["unknown", "unknown"],
  ]);
});

test("what led to a resource is in its row", () => {
  const project: Project = {
    ...resources({ aws_vpc: { vpc: {} } }),
    provenance: new Map([
      [
        "dev/aws_vpc.vpc",
        {
          construct: "Vpc",
          constructPath: "dev/vpc/Resource",
          source: { file: "src/constructs/vpc/vpc.ts", line: 7 },
          setting: { path: "dev.network.cidr", source: { file: "environments/dev.ts", line: 3 } },
        },
      ],
    ]),
  };
  expect(rowAt(project, "aws_vpc.vpc")).toMatchObject({
    construct: "Vpc",
    constructPath: "dev/vpc/Resource",
    source: "src/constructs/vpc/vpc.ts:7",
    setting: "dev.network.cidr",
    settingSource: "environments/dev.ts:3",
  });
});
