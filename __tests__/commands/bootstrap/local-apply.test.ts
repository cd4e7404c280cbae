import { localConfiguration } from "../../../src/commands/bootstrap/local-apply";

test("the configuration stores its state in a file, imports what exists, and compares no earlier state", () => {
  const synthesized = {
    terraform: { backend: { s3: { bucket: "my-terraform-state-prod" } }, required_version: "~> 1.13.5" },
    resource: { aws_s3_bucket: { state_prod: { bucket: "my-terraform-state-prod" } } },
    locals: { declared_resources: ["my-terraform-state-prod in ap-northeast-1"] },
    output: { protected_resources: { value: '${concat(["my-terraform-state-prod in ap-northeast-1"])}' } },
  };
  const comparison = {
    data: { terraform_remote_state: { recorded: { backend: "s3" } } },
    locals: { ...synthesized.locals, missing_resources: "${[]}" },
    output: {
      protected_resources: { ...synthesized.output.protected_resources, precondition: { condition: "${true}" } },
    },
  };
  const adoptions = [{ to: "aws_s3_bucket.state_prod", id: "my-terraform-state-prod" }];
  const local = localConfiguration(JSON.stringify({ ...synthesized, ...comparison }), {
    localStateFile: "/state",
    adoptions,
  });

  expect(JSON.parse(local)).toEqual({
    ...synthesized,
    terraform: { backend: { local: { path: "/state" } }, required_version: "~> 1.13.5" },
    data: {},
    import: adoptions,
  });
});
