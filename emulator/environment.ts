import path from "node:path";

/** What the environment variables depend on. */
export interface EnvironmentContext {
  readonly accountId: string;
  readonly region: string;
  readonly endpoint: string;
  readonly folder: string;
  readonly cliConfigFile: string;

  /** Folder to lock the provider from: CDKTF locks it for linux_amd64, which a mirror may not contain. */
  readonly providerLockMirror?: string;
}

/**
 * CDKTF makes Terraform cache providers in the home directory. Two concurrent inits must not fill that cache: one of
 * them occasionally fails. The emulator's provider is already in a local folder, and nothing is left in the home
 * directory.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
const withoutPluginCache = { CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1", TF_PLUGIN_CACHE_DIR: "" };

/**
 * The variables that make the root user of an account the caller in the emulator, which interprets an access key ID of
 * 12 digits as the account ID.
 *
 * @param accountId 12 digits
 * @param region region of calls that name none
 */
export function credentialsOf(accountId: string, region: string) {
  return {
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}

/**
 * The variables with which the AWS SDKs, Terraform and CDKTF reach only the emulator. The operator's own AWS variables
 * (a profile, a session token, another endpoint) are set to empty strings, which all of these programs treat as unset.
 */
export function emulatorEnvironment(context: EnvironmentContext, inherited: NodeJS.ProcessEnv): Record<string, string> {
  const { providerLockMirror } = context;
  const personal = Object.keys(inherited).filter((name) => /^AWS_(?!CA_BUNDLE$|SDK_JS_)/.test(name));
  return {
    ...Object.fromEntries(personal.map((name) => [name, ""])),
    ...credentialsOf(context.accountId, context.region),
    AWS_ENDPOINT_URL: context.endpoint,
    AWS_MAX_ATTEMPTS: "3",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: path.join(context.folder, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: path.join(context.folder, "no-aws-credentials"),
    TF_CLI_CONFIG_FILE: context.cliConfigFile,
    ...(providerLockMirror ? { TF_CLI_ARGS_providers_lock: `-fs-mirror=${providerLockMirror}` } : {}),
    ...withoutPluginCache,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
  };
}

/** The variables of the emulator itself; it receives no other variables of the operator. */
export function launcherEnvironment(
  options: { accountId: string; region: string; folder: string; dataFolder?: string },
  inherited: NodeJS.ProcessEnv,
): Record<string, string> {
  const dataFolder = options.dataFolder ?? path.join(options.folder, "data");
  const persist = options.dataFolder ? "1" : "0";
  return {
    ...(inherited.PATH ? { PATH: inherited.PATH } : {}),
    ...(inherited.HOME ? { HOME: inherited.HOME } : {}),
    LANG: "C.UTF-8",
    TMPDIR: path.join(options.folder, "tmp"),
    MINISTACK_ACCOUNT_ID: options.accountId,
    MINISTACK_REGION: options.region,
    PERSIST_STATE: persist,
    S3_PERSIST: persist,
    STATE_DIR: path.join(dataFolder, "state"),
    S3_DATA_DIR: path.join(dataFolder, "s3"),
    CLOUDTRAIL_RECORDING: "1",
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
  };
}
