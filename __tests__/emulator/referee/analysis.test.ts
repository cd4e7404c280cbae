import type { JudgedCall } from "../../../emulator/record";
import { summarize, unneededStatements, unusedActions, usedActions } from "../../../emulator/referee/analysis";
import { judge } from "../../../emulator/referee/judge";
import type { PolicyDocument } from "../../../emulator/referee/policy-document";
import { call, role } from "./calls";

const policy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "Log", Effect: "Allow", Action: ["ecr:GetAuthorizationToken", "ecr:DescribeRegistry"], Resource: ["*"] },
    { Sid: "List", Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: ["*"] },
    { Sid: "ListToo", Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: ["*"] },
    { Sid: "NeverErase", Effect: "Deny", Action: ["s3:DeleteBucket"], Resource: ["*"] },
  ],
};

async function record(): Promise<JudgedCall[]> {
  const rows = [["ecr:GetAuthorizationToken"], ["s3:ListBuckets"], ["s3:DeleteBucket", { Bucket: "a" }]] as const;
  return Promise.all(
    rows.map(async ([name, parameters = {}]) => {
      const one = call(name, parameters, policy);
      return { call: one, verdict: await judge(one), violations: [], status: 200 };
    }),
  );
}

test("a record is summed up by principal", async () => {
  expect(summarize(await record())).toEqual([
    {
      principal: role,
      recorded: 3,
      allowed: 2,
      denied: 1,
      undecided: 0,
      actions: ["ecr:GetAuthorizationToken", "s3:ListAllMyBuckets"],
    },
  ]);
  expect(usedActions(await record())).toEqual(["ecr:GetAuthorizationToken", "s3:ListAllMyBuckets"]);
});

test("a statement is needed if a call is decided otherwise without it", async () => {
  expect(await unneededStatements(await record(), role)).toEqual(["Own/List", "Own/ListToo"]);
  expect(await unneededStatements(await record(), `${role}X`)).toEqual([]);
});

test("the actions of a statement that no call used are known", async () => {
  expect(await unusedActions(await record(), role)).toEqual([
    { statement: "Own/Log", actions: ["ecr:DescribeRegistry"] },
    { statement: "Own/List", actions: [] },
    { statement: "Own/ListToo", actions: [] },
  ]);
});
