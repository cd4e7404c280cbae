import { unexaminedTypes } from "../../../assessment/controls/unexamined-types";
import { environments, organization } from "../../support/example";
import { resources } from "../support/project";
import { synthesized } from "../support/synthesized";

test("of the example are those that no rule examines or reads", () => {
  expect(unexaminedTypes(synthesized(organization, environments)).map(({ type }) => type)).toEqual([
    "aws_eip",
    "aws_eks_access_policy_association",
    "aws_iam_openid_connect_provider",
    "aws_internet_gateway",
    "aws_nat_gateway",
    "aws_vpc_endpoint_route_table_association",
  ]);
});

test("do not have what a rule reads to examine another resource, or finds to exist", () => {
  const read = {
    aws_s3_bucket: { a: { bucket: "a" } },
    aws_s3_bucket_versioning: { a: { bucket: "a" } },
    aws_vpn_connection: { a: {} },
  };
  const unread = { aws_glacier_vault: { a: {}, b: {} }, aws_appmesh_mesh: { a: {} } };
  expect(unexaminedTypes(resources({ ...read, ...unread }))).toEqual([
    { type: "aws_appmesh_mesh", resources: 1 },
    { type: "aws_glacier_vault", resources: 2 },
  ]);
});

test("have no data sources", () => {
  expect(unexaminedTypes(resources({}, { aws_region: { a: {} } }))).toEqual([]);
});
