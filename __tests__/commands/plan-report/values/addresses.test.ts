import { addressesWithoutKeys } from "../../../../src/commands/plan-report/values/addresses";

test("keys become numbers, the same for the same key, and indexes stay", () => {
  const addresses = [
    'module.m["a"].aws_vpc.v["b"]',
    "aws_vpc.v[0]",
    'aws_vpc.w["b"]',
    'aws_vpc.x["with \\"quotes\\" and ]"]',
  ];
  expect(addresses.map(addressesWithoutKeys(addresses))).toEqual([
    "module.m[key 1].aws_vpc.v[key 2]",
    "aws_vpc.v[0]",
    "aws_vpc.w[key 2]",
    "aws_vpc.x[key 3]",
  ]);
});
