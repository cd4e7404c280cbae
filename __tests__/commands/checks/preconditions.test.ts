import { refusals } from "../../../src/commands/checks/enforce";
import { beforePlan, beforeSynthesis, onPlan } from "../../../src/commands/checks/preconditions";

const all = Object.entries({ ...beforeSynthesis, ...beforePlan, ...onPlan });

test("each name stands for one precondition", () => {
  const count = [beforeSynthesis, beforePlan, onPlan].flatMap((list) => Object.keys(list)).length;
  expect(all).toHaveLength(count);
});

test("the list checks each precondition, except those that every command or only doctor checks", () => {
  const unchecked = all.filter(([, { check }]) => check === undefined).map(([name]) => name);
  expect(unchecked).toEqual(["npm options", "key"]);
});

test("the help of a command lists what it refuses, and nothing else", () => {
  expect(refusals("deploy")).toContain(`  ${beforePlan.state?.refuses ?? "-"}`);
  expect(refusals("deploy")).not.toContain(beforePlan["deletion protection"]?.refuses);
  expect(refusals("deploy")).toContain(`  ${onPlan.repositories?.refuses ?? "-"}`);
  expect(refusals("destroy")).toContain(`  ${beforePlan["deletion protection"]?.refuses ?? "-"}`);
});
