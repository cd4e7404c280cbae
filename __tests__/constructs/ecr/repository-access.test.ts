import { EcrRepository, type EcrRepositoryProps } from "../../../src/constructs/ecr/ecr-repository";
import { type AccessCase, type AccessRequest, administratorAccess } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { expectPolicy } from "../../support/policy-mutations";
import { synthesize } from "../../support/synthesize";

const resource = "arn:aws:ecr:ap-northeast-1:123456789012:repository/platform-dev/api";
const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const push = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];
const administration = ["ecr:DeleteRepository", "ecr:SetRepositoryPolicy", "ecr:BatchDeleteImage"];

const build = (props: Pick<EcrRepositoryProps, "pullers" | "pushers">) =>
  synthesize((scope) => new EcrRepository(scope, "api", { repositoryName: "platform-dev/api", ...props }));

const policyOf = (props: Parameters<typeof build>[0]) =>
  policyDocument(build(props), "aws_ecr_repository_policy.api_access.policy");

type Caller = Pick<AccessRequest, "principal" | "identityPolicies" | "context">;

const roleIn = (account: string, name: string, context: Caller["context"] = {}): Caller => ({
  principal: `arn:aws:iam::${account}:role/${name}`,
  identityPolicies: [administratorAccess],
  context,
});

const each = (decision: AccessCase["decision"], who: string, caller: Caller, actions: readonly string[]) =>
  actions.map((action): AccessCase => ({ name: `${who}: ${action}`, ...caller, action, resource, decision }));

describe("the policy of an EcrRepository", () => {
  test("lets accounts, roles and an organization pull, and no other principal", async () => {
    const policy = policyOf({
      pullers: {
        accounts: ["222222222222", "333333333333"],
        roleArns: ["arn:aws:iam::444444444444:role/ci/Builder", "arn:aws:iam::444444444444:role/sso/*/Developer"],
        organizationId: "o-abcd123456",
      },
    });
    const ofOrganization = { "aws:PrincipalOrgID": "o-abcd123456" };
    const ofAnother = { "aws:PrincipalOrgID": "o-wxyz987654" };
    const cases = [
      ...each("Allowed", "a named account", roleIn("222222222222", "App"), pull),
      ...each("Allowed", "another named account", roleIn("333333333333", "App"), pull),
      ...each("Allowed", "a named role", roleIn("444444444444", "ci/Builder"), pull),
      ...each("Allowed", "a role of a pattern", roleIn("444444444444", "sso/x/Developer"), pull),
      ...each("Allowed", "the organization", roleIn("555555555555", "App", ofOrganization), pull),
      ...each("ImplicitlyDenied", "another role of its account", roleIn("444444444444", "App"), pull),
      ...each("ImplicitlyDenied", "another organization", roleIn("555555555555", "App", ofAnother), pull),
      ...each("ImplicitlyDenied", "a named role administers", roleIn("444444444444", "ci/Builder"), administration),
      ...each("ImplicitlyDenied", "a named account pushes", roleIn("222222222222", "App"), ["ecr:PutImage"]),
      ...each(
        "ImplicitlyDenied",
        "the organization administers",
        roleIn("5".repeat(12), "App", ofOrganization),
        administration,
      ),
      ...each("ImplicitlyDenied", "anonymous", { principal: "anonymous" }, ["ecr:BatchGetImage"]),
    ];
    await expectPolicy(policy, cases);
  });

  test("lets pushers push without pulling layers or administering", async () => {
    const builder = "arn:aws:iam::444444444444:role/Builder";
    const policy = policyOf({ pushers: { roleArns: [builder] } });
    const cases = [
      ...each("Allowed", "builder", roleIn("444444444444", "Builder"), push),
      ...each("ImplicitlyDenied", "builder", roleIn("444444444444", "Builder"), [
        "ecr:GetDownloadUrlForLayer",
        ...administration,
      ]),
      ...each("ImplicitlyDenied", "another role", roleIn("444444444444", "App"), push),
    ];
    await expectPolicy(policy, cases);
  });

  test("names no role as a principal, since ECR refuses those that do not exist yet", () => {
    const roleArns = ["arn:aws:iam::444444444444:role/Builder"];
    expect(policyOf({ pullers: { roleArns } }).Statement[0]?.Principal).toEqual({ AWS: ["*"] });
  });

  test("never grants ecr:GetAuthorizationToken, which cannot be scoped to a repository", () => {
    const access = { accounts: ["222222222222"], organizationId: "o-abcd123456" };
    const actions = policyOf({ pullers: access, pushers: access }).Statement.flatMap(({ Action }) => Action ?? []);
    expect([...new Set(actions)].sort()).toEqual([...new Set([...pull, ...push])].sort());
  });
});
