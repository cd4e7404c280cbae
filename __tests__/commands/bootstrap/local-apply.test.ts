import { localConfiguration } from "../../../src/commands/bootstrap/local-apply";

test("the configuration stores its state in a file, imports what exists, and is otherwise as synthesized", () => {
  const synthesized = {
    terraform: { backend: { s3: { bucket: "my-terraform-state-prod" } }, required_version: "~> 1.13.5" },
    resource: { aws_s3_bucket: { state_prod: { bucket: "my-terraform-state-prod" } } },
  };
  const adoptions = [{ to: "aws_s3_bucket.state_prod", id: "my-terraform-state-prod" }];
  const local = localConfiguration(JSON.stringify(synthesized), { localStateFile: "/state", adoptions });

  expect(JSON.parse(local)).toEqual({
    terraform: { backend: { local: { path: "/state" } }, required_version: "~> 1.13.5" },
    resource: synthesized.resource,
    import: adoptions,
  });
});
