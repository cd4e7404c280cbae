/** What the customer keys of one environment have in common. */
export interface EnvironmentKeyProps {
  /** Prefix of the environment's resources, for example `platform-dev`; the alias is `alias/<name>-<use>`. */
  readonly name: string;

  /** Region of the key and of the services that use it. */
  readonly region: string;

  /** Account that owns the key, 12 digits: its root stays in charge, so that nobody is locked out. */
  readonly accountId: string;

  /**
   * Whether Terraform refuses to destroy the key, with all that it has encrypted.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}
