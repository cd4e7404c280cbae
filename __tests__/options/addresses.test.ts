import { TerraformLocal, TerraformStack, Testing } from "cdktf";
import { ReadableIds } from "../../src/cdktf/readable-ids";
import { addressPart } from "../../src/options/addresses";

test.each(["api", "ci/Deployer", "a.b@example.com", "ecr.api", "a--b", "a_-b", "team/api-v2"])(
  "the part of an address that %s becomes is the one in the synthesized address",
  (name) => {
    const element = new TerraformLocal(new TerraformStack(Testing.app(), "stack"), name.replaceAll("/", "-"), "");
    expect(addressPart(name)).toBe(new ReadableIds().allocate(element));
  },
);
