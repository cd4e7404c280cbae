import { permissionUse } from "../../../emulator/referee/permission-use";
import { role } from "./calls";
import { record } from "./record";

test("the use of permissions is counted by rehearsal, and by pattern of a statement", async () => {
  const [login, ...others] = await record();
  expect(await permissionUse({ login: login ? [login] : [], others, nothing: [] }, role)).toEqual({
    granted: 3,
    used: { login: ["ecr:GetAuthorizationToken"], others: ["s3:ListAllMyBuckets"] },
    partlyUsed: { Log: [{ pattern: "ecr:DescribeRegistry", granted: 1, used: 0 }] },
  });
});

test("the calls of other principals do not count", async () => {
  expect(await permissionUse({ all: await record() }, `${role}X`)).toEqual({ granted: 0, used: {}, partlyUsed: {} });
});
