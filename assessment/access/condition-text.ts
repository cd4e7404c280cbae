import type { PolicyStatement } from "../../emulator/referee/policy-document";

const verbs: Readonly<Record<string, string>> = {
  arnequals: "is",
  arnlike: "is like",
  arnnotequals: "is not",
  arnnotlike: "is not like",
  bool: "is",
  ipaddress: "is in",
  notipaddress: "is not in",
  stringequals: "is",
  stringlike: "is like",
  stringnotequals: "is not",
  stringnotlike: "is not like",
};

/** The tests of some keys in a statement, in words: `kms:ViaService is s3.ap-northeast-1.amazonaws.com`. */
export function conditionText({ Condition = {} }: PolicyStatement, keys: readonly string[]): string {
  const tests = Object.entries(Condition).flatMap(([test, tested]) =>
    Object.entries(tested)
      .filter(([key]) => keys.includes(key))
      .map(([key, values]) => testText(test, key, values)),
  );
  return tests.join(" and ");
}

function testText(test: string, key: string, values: readonly string[]): string {
  if (test === "Null") return `${key} is ${values.includes("true") ? "absent" : "present"}`;
  const [, operator = "", ifExists] = /^(.*?)(IfExists)?$/.exec(test) ?? [];
  const verb = verbs[operator.toLowerCase()] ?? operator;
  return `${key} ${verb} ${values.join(" or ")}${ifExists === undefined ? "" : ", if it is present"}`;
}
