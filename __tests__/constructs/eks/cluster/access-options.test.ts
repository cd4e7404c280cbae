import { faultsWith } from "../../../settings/example-settings";

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

describe("access options", () => {
  test.each([
    ["the account root", "arn:aws:iam::123456789012:root"],
    ["a session", "arn:aws:sts::123456789012:assumed-role/Admin/me"],
    ["a service-linked role", role("aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS")],
    ["a group", "arn:aws:iam::123456789012:group/Admins"],
    ["a bare name", "PlatformAdministrator"],
    ["every principal", "*"],
    ["a reference", "${aws_iam_role.admin.arn}"],
  ])("refuse %s as administrator, viewer or developer", (_, arn) => {
    const allowed = "ARN of an IAM role or user such as";
    expect(
      faultsWith({
        "cluster.access": {
          administrators: [arn],
          viewers: [arn],
          developers: [{ principalArn: arn, namespaces: ["team-a"] }],
        },
      }),
    ).toEqual([
      expect.stringContaining(`prod.cluster.access.administrators[0]: got "${arn}", allowed: ${allowed}`),
      expect.stringContaining(`prod.cluster.access.developers[0].principalArn: got "${arn}", allowed: ${allowed}`),
      expect.stringContaining(`prod.cluster.access.viewers[0]: got "${arn}", allowed: ${allowed}`),
    ]);
  });

  test("refuse a principal twice in one list, but not in several lists", () => {
    const developer = { principalArn: role("Developer"), namespaces: ["team-a"] };
    expect(faultsWith({ "cluster.access": { viewers: [role("Developer")], developers: [developer] } })).toEqual([]);
    expect(
      faultsWith({
        "cluster.access": { viewers: [role("A"), role("A")], developers: [developer, developer] },
      }),
    ).toEqual([
      expect.stringContaining("access.developers[1].principalArn: got "),
      expect.stringContaining("access.viewers[1]: got "),
    ]);
  });

  test.each([
    [["ci/Admin", "ci-Admin"], "ci/Admin"],
    [["a.b", "other", "a@b"], "a.b"],
  ])("refuse administrators %j, of which two have one address", (names, first) => {
    const last = role(names.at(-1) ?? "");
    expect(faultsWith({ "cluster.access": { administrators: names.map(role) } })).toEqual([
      `prod.cluster.access.administrators[${names.length - 1}]: got "${last}", allowed: a name that differs from "${role(first)}" in more than separators`,
    ]);
  });

  test.each([
    [["ci/Admin", "Admin"]],
    [["Admin", "other", "admin"]],
    [
      [
        "aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_0123",
        "aws-reserved/sso.amazonaws.com/x/AWSReservedSSO_A_0123",
      ],
    ],
  ])("refuse administrators %j, of which IAM can have only one of two", (names) => {
    const [first = "", last = ""] = [names[0], names.at(-1)];
    const [line, ...others] = faultsWith({ "cluster.access": { administrators: names.map(role) } });
    expect(line).toContain(`prod.cluster.access.administrators[${names.length - 1}]: got "${role(last).slice(0, 100)}`);
    expect(line).toContain(`allowed: one spelling of each principal: in IAM, ${role(first)} has the same name`);
    expect(others).toEqual([]);
  });

  test("refuse principals of two lists with one address, but not those of two accounts or a role and a user", () => {
    const elsewhere = "arn:aws:iam::210987654321:role/ci-Admin";
    const user = "arn:aws:iam::123456789012:user/ci-Admin";
    const developers = [{ principalArn: role("ci-Admin"), namespaces: ["team-a"] }];
    expect(faultsWith({ "cluster.access": { administrators: [role("ci/Admin")], developers } })).toEqual([
      expect.stringContaining("prod.cluster.access.developers[0].principalArn: got "),
    ]);
    expect(faultsWith({ "cluster.access": { administrators: [role("ci/Admin"), elsewhere, user] } })).toEqual([]);
  });

  test.each([
    ["no namespace", [], "developers[0].namespaces: got [], allowed: a list of at least 1 namespaces"],
    ["every namespace", ["*"], 'namespaces[0]: got "*", allowed: a namespace or a pattern'],
    ["a malformed namespace", ["Team_A"], 'namespaces[0]: got "Team_A", allowed: a namespace'],
    ["a long namespace", ["n".repeat(64)], "namespaces[0]: got "],
  ])("refuse developers with %s", (_, namespaces, line) => {
    const developers = [{ principalArn: role("Developer"), namespaces }];
    expect(faultsWith({ "cluster.access": { developers } })).toEqual([expect.stringContaining(line)]);
  });
});
