import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../../../../src/commands/cli/project";
import { instancePrices, priceList, prices } from "../../../../src/commands/plan-report/costs/prices";
import { planReport } from "../../../../src/commands/plan-report/plan-report";
import { change, place, reportOn } from "../plan-of";

const nodes = (desired_size: number, more: object = {}) => ({
  scaling_config: [{ desired_size }],
  instance_types: ["m6i.large"],
  capacity_type: "ON_DEMAND",
  ...more,
});

test("what is billed by the hour or the month is told with its difference", () => {
  const changes = [
    change("aws_nat_gateway.a", ["create"]),
    change("aws_eip.a", ["create"]),
    change("aws_eip.b", ["delete"], { before: {}, after: null }),
    change("aws_vpc_endpoint.a", ["create"], { after: { vpc_endpoint_type: "Interface", subnet_ids: ["a", "b"] } }),
    change("aws_eks_node_group.a", ["update"], { before: nodes(3), after: nodes(2) }),
    change("aws_kms_key.a", ["no-op"], { before: {}, after: {} }),
  ];
  expect(reportOn(changes).costs).toMatchObject({
    monthly: -24.82,
    lines: [
      { what: "NAT gateway", before: 0, after: 1, monthly: 45.26 },
      { what: "interface endpoint in a zone", before: 0, after: 2, monthly: 20.44 },
      { what: "m6i.large instance", before: 3, after: 2, monthly: -90.52 },
    ],
    unknown: [],
  });
});

test("what the table has no price for is unknown", () => {
  const changes = [
    change("aws_eks_node_group.a", ["create"], { after: nodes(2, { capacity_type: "SPOT" }) }),
    change("aws_eks_node_group.b", ["create"], { after: nodes(1, { instance_types: ["m7g.large", "m6g.large"] }) }),
  ];
  expect(reportOn(changes).costs).toMatchObject({
    monthly: 0,
    lines: [],
    unknown: ["m6i.large spot instance: 0 to 2", "m7g.large or m6g.large instance: 0 to 1"],
  });
  const elsewhere = planReport(
    { resource_changes: [change("aws_eip.a", ["create"])] },
    { ...place, region: "eu-west-1" },
    {},
  );
  expect(elsewhere.costs).toMatchObject({ lines: [], unknown: ["public IPv4 address: 0 to 1"] });
});

test("a plan that changes nothing of that has no costs", () => {
  expect(reportOn([change("aws_vpc.a", ["create"])]).costs).toBeUndefined();
});

test("the prices are those of docs/costs.md", () => {
  const page = readFileSync(path.join(projectRoot, "docs", "costs.md"), "utf8").replace(/\s+/g, " ");
  expect(page).toContain(`list prices of ${priceList.region} in ${priceList.date}`);
  expect(page).toContain(`for ${priceList.hoursPerMonth} hours a month`);
  expect(page).toContain(`| control plane | ${prices.controlPlane.perHour.toFixed(2)} per hour`);
  expect(page).toContain(`| NAT gateways | ${prices.natGateway.perHour} per hour`);
  expect(page).toContain(`| public IPv4 addresses | ${prices.publicAddress.perHour} per hour`);
  expect(page).toContain(`**Interface endpoints** cost ${prices.interfaceEndpoint.perHour} per hour`);
  expect(page).toContain(`| customer managed keys | ${prices.key.perMonth} each per month`);
  expect(page).toContain(`${instancePrices.get("t3.large")} on demand; ${instancePrices.get("m6i.large")} per hour`);
});

test("a number that is sensitive does not show in the costs, which are unknown then", () => {
  const mask = { scaling_config: [{ desired_size: true }] };
  const masks = { before_sensitive: mask, after_sensitive: mask };
  const group = change("aws_eks_node_group.a", ["update"], { before: nodes(21), after: nodes(35), ...masks });
  expect(reportOn([group]).costs).toMatchObject({
    monthly: 0,
    lines: [],
    unknown: ["aws_eks_node_group with sensitive values"],
  });
});
