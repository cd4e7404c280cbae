import { refuseTerraformVariables, terraformVariables } from "../../src/target/terraform-variables";

describe("environment variables that Terraform reads", () => {
  test.each([
    ["another workspace", { TF_WORKSPACE: "blue" }, 'TF_WORKSPACE: got "blue", which selects another state'],
    ["another data folder", { TF_DATA_DIR: "/elsewhere" }, "TF_DATA_DIR"],
    ["an encrypted state", { TF_ENCRYPTION: "{}" }, "TF_ENCRYPTION"],
    ["no lock", { TF_CLI_ARGS_apply: "-lock=false" }, "which sets -lock"],
    ["another state file", { TF_CLI_ARGS_plan: "-no-color -state=other.tfstate" }, "which sets -state"],
    ["a part of the stack", { TF_CLI_ARGS: '-target "aws_vpc.vpc"' }, "which sets -target"],
    ["all but a part", { TF_CLI_ARGS_plan: "-exclude=aws_vpc.vpc" }, "which sets -exclude"],
    ["destruction", { TF_CLI_ARGS_plan: "--destroy" }, "which sets -destroy"],
    ["replacement", { TF_CLI_ARGS_apply: "'-replace=aws_eip.one'" }, "which sets -replace"],
    ["another backend", { TF_CLI_ARGS_init: "-backend-config=bucket=other" }, "which sets -backend-config"],
    ["no lock, with an escape", { TF_CLI_ARGS_apply: "\\-lock=false" }, "which sets -lock"],
    ["no refresh", { TF_CLI_ARGS_refresh: "-lock=false -input=false" }, "which sets -lock"],
  ])("are refused for %s", (_, env, line) => {
    expect(() => {
      refuseTerraformVariables(env);
    }).toThrow(line);
  });

  test.each([
    ["unset", {}],
    ["empty", { TF_CLI_ARGS: "", TF_WORKSPACE: "" }],
    ["the workspace of every stack", { TF_WORKSPACE: "default" }],
    ["about output", { TF_CLI_ARGS: "-no-color -compact-warnings", TF_LOG: "debug" }],
    ["about speed and waiting", { TF_CLI_ARGS_plan: "-parallelism=20 -lock-timeout=10m" }],
    ["for commands without a state", { TF_CLI_ARGS_fmt: "-check", TF_CLI_ARGS_providers_lock: "-fs-mirror=/mirror" }],
    ["a plan of a caller that cannot lock the state", { TF_CLI_ARGS_plan: "-lock=false -no-color" }],
    ["about plugins", { TF_PLUGIN_CACHE_DIR: "/cache", TF_CLI_CONFIG_FILE: "/terraformrc" }],
  ])("are accepted when %s", (_, env) => {
    expect(() => {
      refuseTerraformVariables(env);
    }).not.toThrow();
  });

  test("are told, all of them at once, with the value and what to do", () => {
    expect(() => {
      refuseTerraformVariables({ TF_WORKSPACE: "blue", TF_CLI_ARGS: "-lock=false -target=x" });
    }).toThrow(
      /^environment variables.*\n {2}TF_WORKSPACE: .*\n {2}TF_CLI_ARGS: .*-lock, -target\nunset TF_WORKSPACE TF_CLI_ARGS/,
    );
  });

  test("are listed for reports even when they are harmless", () => {
    expect(terraformVariables({ TF_CLI_ARGS_plan: "-no-color" })).toEqual([
      { name: "TF_CLI_ARGS_plan", value: "-no-color" },
    ]);
  });
});
