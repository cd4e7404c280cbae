/** Values of a Helm chart that follow from the resources here: `terraform output -json` passes them to Helm. */
export type HelmValues = Readonly<Record<string, unknown>>;
