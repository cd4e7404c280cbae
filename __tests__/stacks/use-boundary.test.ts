import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects } from "cdktf";
import { UseBoundary } from "../../src/stacks/use-boundary";
import { synthesize } from "../support/synthesize";

const boundary = "arn:aws:iam::123456789012:policy/platform-dev-boundary";

test("puts each role under the boundary, but for roles with one of their own", () => {
  const stack = synthesize((scope) => {
    Aspects.of(scope).add(new UseBoundary(boundary));
    new IamRole(scope, "node", { assumeRolePolicy: "{}" });
    new IamRole(scope, "own", { assumeRolePolicy: "{}", permissionsBoundary: `${boundary}-own` });
  });

  expect(stack.at("aws_iam_role.node").permissions_boundary).toBe(boundary);
  expect(stack.at("aws_iam_role.own").permissions_boundary).toBe(`${boundary}-own`);
});
