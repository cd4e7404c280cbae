import { summarize, unneededStatements, usedActions } from "../../../emulator/referee/analysis";
import { role } from "./calls";
import { record } from "./record";

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
  expect(usedActions(await record(), "Own/Log")).toEqual(["ecr:GetAuthorizationToken"]);
});

test("a statement is needed if a call is decided otherwise without it", async () => {
  expect(await unneededStatements(await record(), role)).toEqual(["Own/List", "Own/ListToo"]);
  expect(await unneededStatements(await record(), `${role}X`)).toEqual([]);
});
