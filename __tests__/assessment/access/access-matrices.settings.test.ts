import { accessMatrices } from "../../../assessment/access/access-matrices";
import { dev, prod } from "../../support/example";
import { account, cellsOf, synthesized } from "./synthesized";

const deployer = "TerraformExecutionRole";
const planner = "TerraformPlanRole";
const administrator = "any other principal with AdministratorAccess";

describe("other settings", () => {
  test("keep a deployer of one environment from the state of another", async () => {
    const own = (environment: typeof dev, role: string) => ({
      ...environment,
      state: { ...environment.state, principals: { roles: [role] } },
    });
    const environments = [own(dev, "DevDeployer"), own(prod, "ProdDeployer")];
    const matrices = await accessMatrices(
      synthesized({ stateAccess: { administrators: { users: ["admin"] } } }, environments),
    );
    const cell = cellsOf(matrices, "prod");

    expect(cell("ProdDeployer", "read-state").decision).toBe("allowed");
    for (const question of ["read-state", "write-state", "decrypt-state", "let-in", "push-images", "endanger-keys"]) {
      expect([question, cell("DevDeployer", question).decision]).toEqual([question, "denied"]);
    }
    expect(cellsOf(matrices, "dev")("DevDeployer", "read-state").decision).toBe("allowed");
  });

  test("of several accounts keep the deployer of one from the other", async () => {
    const other = "210987654321";
    const access = { administrators: [`arn:aws:iam::${other}:role/Administrator`] };
    const elsewhere = { ...dev, account: other, cluster: { ...dev.cluster, access } };
    const matrices = await accessMatrices(synthesized({}, [elsewhere, prod]));
    const prodCell = cellsOf(matrices, "prod");
    const devCell = cellsOf(matrices, "dev");

    expect(prodCell(`arn:aws:iam::${other}:role/${deployer}`, "read-state").decision).toBe("denied");
    expect(devCell(`arn:aws:iam::${other}:role/${deployer}`, "read-state").decision).toBe("allowed");
    expect(devCell(`arn:aws:iam::${account}:role/${deployer}`, "read-state").decision).toBe("denied");
    expect(devCell("OrganizationAccountAccessRole", "change-bucket-policy").decision).toBe("not-decided");
  });

  test("of several regions ask about the key of the state's own region", async () => {
    const west = { ...prod, region: "us-west-2", network: { ...prod.network, availabilityZones: ["a", "b"] } };
    const project = synthesized({}, [
      { ...dev, state: { encryption: "aws:kms" } },
      { ...west, name: "west", state: {}, network: { ...west.network, cidr: "10.30.0.0/16" } },
      prod,
    ]);
    const keys = (await accessMatrices(project)).map(({ environment, questions, rows }) => {
      const index = questions.findIndex(({ id }) => id === "endanger-state-key");
      const anonymous = rows.find(({ principal }) => principal === "anonymous");
      return [environment, anonymous?.cells[index]?.statements];
    });

    expect(keys).toEqual([
      ["dev", ["data.aws_iam_policy_document.state_key_policy/DenyDangerToOthers"]],
      ["west", ["data.aws_iam_policy_document.state_key_123456789012_us_west_2_policy/DenyDangerToOthers"]],
      ["prod", ["data.aws_iam_policy_document.state_key_policy/DenyDangerToOthers"]],
    ]);
  });

  test("without created roles leave to the account what its policies decide", async () => {
    const cell = cellsOf(await accessMatrices(synthesized({ stateAccess: { createRoles: [] } })), "prod");

    expect(cell(deployer, "write-state").decision).toBe("not-decided");
    expect(cell(planner, "write-state").decision).toBe("denied");
    expect(cell(administrator, "assume-deployers")).toMatchObject({
      decision: "not-decided",
      note: `the trust policy of ${deployer} decides, a role that the code does not create`,
    });
  });

  test("show who else pulls and pushes images", async () => {
    const repositories = {
      api: {
        pullers: { accounts: ["210987654321"], organizationId: "o-exampleorgid" },
        pushers: { roleArns: [`arn:aws:iam::${account}:role/Publisher`] },
      },
      web: {},
    };
    const cell = cellsOf(await accessMatrices(synthesized({}, [{ ...dev, repositories }, prod])), "dev");

    expect(cell("any principal of account 210987654321", "pull-images")).toMatchObject({
      decision: "not-decided",
      note: "of platform-dev/api; IAM policies of account 210987654321 decide",
    });
    expect(cell("any principal of account 210987654321", "push-images").decision).toBe("denied");
    expect(cell("any principal of organization o-exampleorgid", "pull-images").decision).toBe("not-decided");
    expect(cell("Publisher", "push-images")).toMatchObject({ decision: "allowed", note: "of platform-dev/api" });
    expect(cell("anonymous", "pull-images").decision).toBe("denied");
  });

  test("name the ARNs of the partition", async () => {
    const gov = (environment: typeof dev) => ({
      ...environment,
      network: { ...environment.network, availabilityZones: ["a", "b"] },
      cluster: {
        ...environment.cluster,
        access: { administrators: [`arn:aws-us-gov:iam::${account}:role/Administrator`] },
      },
    });
    const matrices = await accessMatrices(synthesized({ region: "us-gov-west-1" }, [gov(dev), gov(prod)]));
    const cell = cellsOf(matrices, "prod");

    expect(cell(`arn:aws-us-gov:iam::${account}:role/${deployer}`, "write-state").decision).toBe("allowed");
    expect(cell(`arn:aws-us-gov:iam::${account}:role/${planner}`, "write-state").decision).toBe("denied");
  });
});
