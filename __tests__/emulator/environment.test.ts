import { credentialsOf, emulatorEnvironment, launcherEnvironment } from "../../emulator/environment";

const context = {
  accountId: "123456789012",
  region: "ap-northeast-1",
  endpoint: "http://127.0.0.1:4566",
  folder: "/tmp/emulator",
  cliConfigFile: "/tmp/emulator/terraform.tfrc",
  providerLockMirror: "/opt/mirror",
};

describe("emulatorEnvironment", () => {
  test("points the SDKs and Terraform at the emulator, with the account as the access key", () => {
    expect(emulatorEnvironment(context, {})).toEqual({
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "emulator",
      AWS_REGION: "ap-northeast-1",
      AWS_DEFAULT_REGION: "ap-northeast-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_MAX_ATTEMPTS: "3",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/tmp/emulator/no-aws-config",
      AWS_SHARED_CREDENTIALS_FILE: "/tmp/emulator/no-aws-credentials",
      TF_CLI_CONFIG_FILE: "/tmp/emulator/terraform.tfrc",
      TF_CLI_ARGS_providers_lock: "-fs-mirror=/opt/mirror",
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
      TF_PLUGIN_CACHE_DIR: "",
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
    });
  });

  test("has CDKTF lock the provider from the registry where the mirror has it for other platforms alone", () => {
    const env = emulatorEnvironment({ ...context, providerLockMirror: undefined }, {});
    expect(env).not.toHaveProperty("TF_CLI_ARGS_providers_lock");
  });

  test("empties what a person's shell has set for AWS, and leaves everything else out", () => {
    const shell = {
      AWS_PROFILE: "production",
      AWS_SESSION_TOKEN: "t",
      AWS_ENDPOINT_URL_S3: "https://s3",
      HOME: "/root",
    };
    const env = emulatorEnvironment(context, shell);
    expect(env).toMatchObject({ AWS_PROFILE: "", AWS_SESSION_TOKEN: "", AWS_ENDPOINT_URL_S3: "" });
    expect(env).not.toHaveProperty("HOME");
  });

  test("leaves the certificates alone that a company's proxy needs", () => {
    expect(emulatorEnvironment(context, { AWS_CA_BUNDLE: "/etc/ca.pem" })).not.toHaveProperty("AWS_CA_BUNDLE");
  });
});

test("credentialsOf changes account and region, and nothing else of the emulator's variables", () => {
  const other = credentialsOf("555566667777", "us-east-1");
  expect(emulatorEnvironment({ ...context, accountId: "555566667777", region: "us-east-1" }, {})).toEqual({
    ...emulatorEnvironment(context, {}),
    ...other,
  });
});

describe("launcherEnvironment", () => {
  const options = { accountId: "123456789012", region: "ap-northeast-1", folder: "/tmp/emulator" };

  test("forgets what was created with its working folder", () => {
    expect(launcherEnvironment(options, {})).toMatchObject({
      PERSIST_STATE: "0",
      S3_PERSIST: "0",
      S3_DATA_DIR: "/tmp/emulator/data/s3",
      TMPDIR: "/tmp/emulator/tmp",
    });
  });

  test("saves it in a data folder", () => {
    expect(launcherEnvironment({ ...options, dataFolder: "/data" }, {})).toMatchObject({
      PERSIST_STATE: "1",
      S3_PERSIST: "1",
      STATE_DIR: "/data/state",
      S3_DATA_DIR: "/data/s3",
    });
  });

  test("is not changed by what a person has set for other emulators", () => {
    const shell = { PATH: "/bin", SERVICES: "s3", AUTH: "true", DOCKER_HOST: "unix:///docker.sock" };
    const env = launcherEnvironment(options, shell);
    expect(env).toMatchObject({ PATH: "/bin" });
    expect(env).not.toHaveProperty("SERVICES");
    expect(env).not.toHaveProperty("AUTH");
    expect(env).not.toHaveProperty("DOCKER_HOST");
  });
});
