import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Part } from "../../../assessment/drawing/architecture";
import { draw } from "../../../assessment/drawing/draw";
import type { DrawnBox, Drawing } from "../../../assessment/drawing/drawing";
import { Figure } from "../../../assessment/drawing/figure";
import { textWidth } from "../../../assessment/drawing/text-width";
import type { EnvironmentSettings } from "../../../src/settings/environment";
import { dev, environments, organization, prod } from "../../support/example";
import * as everyOption from "../../support/every-option";
import { projectOf, resources } from "../support/project";
import { synthesized } from "../support/synthesized";

const example = synthesized(organization, environments);
const everything = synthesized(everyOption.organization, everyOption.environments);

async function drawingOf(project: typeof example, environment: string): Promise<Drawing> {
  const drawing = (await draw(project)).find((one) => one.environment === environment);
  if (!drawing) throw new Error(`no drawing of ${environment}`);
  return drawing;
}

function partsOf(part: Part): readonly Part[] {
  return [part, ...(part.children ?? []).flatMap(partsOf)];
}

function texts({ architecture: { parts } }: Drawing): readonly string[] {
  return parts.flatMap(partsOf).map(({ title, facts, contents = [] }) => [title, ...facts, ...contents].join("; "));
}

describe("the drawing of an environment", () => {
  test("shows VPC, zones, tiers, gateways and endpoints", async () => {
    const shown = texts(await drawingOf(example, "prod"));
    expect(shown).toEqual(
      expect.arrayContaining([
        "Internet",
        "VPC 10.20.0.0/16; flow logs: ALL traffic",
        "Internet gateway",
        "Zone ap-northeast-1a",
        "Zone ap-northeast-1c",
        "Zone ap-northeast-1d",
        expect.stringMatching(/^public; 10\.20\.[\d.]+\/\d+; to and from the internet; NAT gateway$/),
        expect.stringMatching(/^private; 10\.20\.[\d.]+\/\d+; to the internet through NAT; nodes: general$/),
        expect.stringMatching(/^intra; 10\.20\.[\d.]+\/\d+; no route to the internet; control plane interface$/),
        "VPC endpoints: 1; s3 (gateway)",
      ]),
    );
  });

  test("shows control plane, node groups, registries, keys, state bucket, trail and alerts", async () => {
    const shown = texts(await drawingOf(example, "prod"));
    expect(shown).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^EKS control plane platform-prod; Kubernetes 1\.35; API endpoint: only from the VPC; /),
        "Managed node groups: 1; general: 3–9 × m6i.large, on-demand",
        "ECR repositories: 2; platform-prod/api: immutable tags, scanned on push; platform-prod/web: immutable tags, scanned on push",
        "KMS key alias/platform-prod-secrets; rotated; encrypts Kubernetes secrets",
        "KMS key alias/platform-prod-volumes; rotated; encrypts volumes of nodes",
        "State bucket my-terraform-state-prod; encryption: aws:kms; versioning: Enabled",
        "CloudTrail platform-audit; all regions; log files validated",
        expect.stringMatching(/^Alerts platform-audit-alerts; event rules: \d+; subscriptions: 0; in us-east-1$/),
      ]),
    );
  });

  test("shows the Slack channel of alerts, the tags of a repository that can be moved, and an instance", async () => {
    const slack = { workspaceId: "T0123ABCD", channelId: "C0123ABCD" };
    const mutableTagPatterns = ["latest", "main-*"];
    const project = synthesized({ ...organization, audit: { slack } }, [
      {
        ...prod,
        cluster: { ...prod.cluster, sessionManagerAccess: true },
        repositories: { api: { mutableTagPatterns } },
      },
    ]);
    const shown = texts(await drawingOf(project, "prod"));
    expect(shown).toContainEqual(
      expect.stringMatching(
        /^Alerts platform-audit-alerts-chat; event rules: \d+; Slack channel: C0123ABCD; in us-east-1$/,
      ),
    );
    expect(shown).toContain(
      "ECR repositories: 1; platform-prod/api: immutable tags except latest and main-*, scanned on push",
    );
    expect(shown.filter((text) => text.endsWith("; instance: platform-prod-session-manager"))).toHaveLength(1);
  });

  test("tells one NAT gateway for all zones from one in each", async () => {
    const nat = async (environment: string) =>
      (await drawingOf(example, environment)).architecture.links.filter(({ to }) => to.includes("private")).length;
    expect(texts(await drawingOf(example, "dev")).filter((text) => text.includes("NAT gateway"))).toHaveLength(1);
    expect(texts(await drawingOf(example, "dev")).join("\n")).toContain("through NAT in ap-northeast-1a");
    expect([await nat("dev"), await nat("prod")]).toEqual([1, 3]);
  });

  test("draws no way to the internet where the blocks have none", async () => {
    const { architecture } = await drawingOf(everything, "dev");
    const isPrivate = texts(await drawingOf(everything, "dev")).filter((text) => text.startsWith("private;"));
    expect(isPrivate).toHaveLength(2);
    for (const text of isPrivate) expect(text).toContain("no route to the internet");
    expect(architecture.links.map(({ label }) => label)).not.toContain("NAT");
  });

  test("gives an expression as it stands, and omits what a stack does not have", async () => {
    const project = resources({ aws_vpc: { other: { cidr_block: "${var.cidr}" } } });
    expect(texts(await drawingOf(project, "dev"))).toEqual([
      "Stack dev: account 123456789012, ap-northeast-1",
      "VPC ${var.cidr}",
    ]);
    expect(texts(await drawingOf(projectOf({ dev: {} }), "dev"))).toEqual([
      "Stack dev: account 123456789012, ap-northeast-1",
    ]);
  });

  test("has the alerts of its own region watch a state, not those of others", async () => {
    const { architecture } = await drawingOf(example, "prod");
    const titles = new Map(architecture.parts.flatMap(partsOf).map(({ id, facts }) => [id, facts.at(-1)]));
    const watching = architecture.links.filter(({ label }) => label === "watched by").map(({ to }) => titles.get(to));
    expect(watching).toEqual(["in ap-northeast-1"]);
  });

  test("names the region of a state bucket where the bootstrap stack has another", async () => {
    const network = { ...dev.network, availabilityZones: ["a", "b"] };
    const shown = texts(
      await drawingOf(synthesized(organization, [{ ...dev, region: "us-west-2", network }, prod]), "dev"),
    );
    expect(shown).toContain(
      "State bucket my-terraform-state-dev; encryption: AES256; versioning: Enabled; in us-west-2",
    );
  });

  test("names a state bucket that no bootstrap stack creates", async () => {
    const backend = { s3: { bucket: "created-by-hand" } };
    const project = projectOf({ dev: { terraform: { backend } } });
    expect(texts(await drawingOf(project, "dev"))).toContain(
      "State bucket created-by-hand; created outside these stacks",
    );
  });

  test("is the same in each run", async () => {
    expect(JSON.stringify(await draw(everything))).toBe(JSON.stringify(await draw(everything)));
  });
});

const large: EnvironmentSettings = {
  ...prod,
  network: { ...prod.network, availabilityZones: ["a", "c", "d"] },
  cluster: {
    ...prod.cluster,
    nodeGroups: Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `group-with-a-long-name-${index + 1}`,
        {
          instanceTypes: ["m6i.large", "m6a.large", "m5.large"],
          capacityType: "SPOT",
          minSize: 1,
          desiredSize: 1,
          maxSize: 9,
        },
      ]),
    ),
  },
};

describe.each([
  ["the example", example],
  ["every option", everything],
  ["twelve node groups", synthesized(organization, [dev, large])],
])("the layout of %s", (_, project) => {
  test("overlaps no two boxes and leaves none of a container's boxes outside it", async () => {
    for (const { architecture, boxes } of await draw(project)) {
      const box = (id: string) => boxes.find((one) => one.id === id);
      const check = (parts: readonly Part[], container?: DrawnBox): void => {
        const siblings = parts.flatMap(({ id }) => box(id) ?? []);
        expect(siblings).toHaveLength(parts.length);
        for (const one of siblings) {
          if (container) expect(isInside(one, container)).toBe(true);
          for (const other of siblings)
            if (other !== one) expect([one.id, other.id, overlap(one, other)]).toContain(false);
        }
        for (const { id, children = [] } of parts) check(children, box(id));
      };
      check(architecture.parts);
    }
  });

  test("keeps every text within its box", async () => {
    for (const { boxes } of await draw(project))
      for (const { x, y, width, height, texts: inBox } of boxes)
        for (const text of inBox) {
          expect(text.x + textWidth(text.text, 12)).toBeLessThanOrEqual(x + width);
          expect(text.y).toBeLessThan(y + height);
        }
  });

  test("lists in the text alternative whatever the drawing cuts", async () => {
    for (const drawing of await draw(project)) {
      const html = renderToString(h(Figure, { drawing }));
      const list = html.slice(html.indexOf("<details>"));
      for (const { title, facts, contents = [] } of drawing.architecture.parts.flatMap(partsOf))
        for (const text of [title, ...facts, ...contents]) expect(list).toContain(text.replaceAll("&", "&amp;"));
    }
  });
});

function isInside(box: DrawnBox, container: DrawnBox): boolean {
  return (
    box.x >= container.x &&
    box.y >= container.y &&
    box.x + box.width <= container.x + container.width &&
    box.y + box.height <= container.y + container.height
  );
}

function overlap(a: DrawnBox, b: DrawnBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
