import type { JudgedCall } from "../../../emulator/record";
import { judge } from "../../../emulator/referee/judge";
import type { PolicyDocument } from "../../../emulator/referee/policy-document";
import { call } from "./calls";

const policy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "Log", Effect: "Allow", Action: ["ecr:GetAuthorizationToken", "ecr:DescribeRegistry"], Resource: ["*"] },
    { Sid: "List", Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: ["*"] },
    { Sid: "ListToo", Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: ["*"] },
    { Sid: "NeverErase", Effect: "Deny", Action: ["s3:DeleteBucket"], Resource: ["*"] },
  ],
};

/** Two calls that the role's policy allows, and one that it denies. */
export async function record(): Promise<JudgedCall[]> {
  const rows = [["ecr:GetAuthorizationToken"], ["s3:ListBuckets"], ["s3:DeleteBucket", { Bucket: "a" }]] as const;
  return Promise.all(
    rows.map(async ([name, parameters = {}]) => {
      const one = call(name, parameters, policy);
      return { call: one, verdict: await judge(one), violations: [], status: 200 };
    }),
  );
}
