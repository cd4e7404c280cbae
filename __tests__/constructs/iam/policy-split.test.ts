import { longestManagedPolicy, policySize } from "../../../src/constructs/iam/policy-size";
import { fitPolicies } from "../../../src/constructs/iam/policy-split";

const buckets = (sid: string, count: number) => [
  {
    sid,
    actions: ["s3:GetObject"],
    resources: Array.from(
      { length: count },
      (_, position) => `arn:aws:s3:::${sid}-${String(position).padStart(4, "0")}`,
    ),
  },
];
const none = { inline: {}, managed: {} };

describe("fitPolicies", () => {
  test("keeps inline what fits, and divides what does not", () => {
    const { inline, managed } = fitPolicies(none, { state: buckets("State", 50), deploy: buckets("Deploy", 600) });

    expect(Object.keys(inline)).toEqual(["state", "deploy-3"]);
    expect(Object.keys(managed)).toEqual(["deploy", "deploy-2"]);
  });

  test("leaves no policy partly empty if they would be too many, and loses no resource", () => {
    const fixed = { inline: { limits: buckets("Limits", 350) }, managed: { tagged: buckets("Tagged", 110) } };
    const growing = { state: buckets("State", 290), deploy: buckets("Deploy", 1170), roles: buckets("Roles", 370) };
    const { inline, managed } = fitPolicies(fixed, growing);

    expect(Object.keys(managed)).toHaveLength(9);
    expect(Object.keys(managed)[1]).toBe("permissions-2");
    for (const statements of Object.values(managed)) {
      expect(policySize([statements])).toBeLessThanOrEqual(longestManagedPolicy);
    }
    const resources = [...Object.values(inline), ...Object.values(managed)]
      .flat()
      .flatMap((one) => one.resources ?? []);
    expect(resources).toHaveLength(350 + 110 + 290 + 1170 + 370);
    expect(new Set(resources).size).toBe(resources.length);
  });
});
