import { Construct } from "constructs";
import { parseOptions } from "../../options/parse-options";
import { addEnvironmentKey, environmentKeyFields, type EnvironmentKeyProps } from "./environment-key";

/**
 * The key that encrypts container images.
 *
 * ECR creates grants on the key when a repository is created, and encrypts and decrypts with those, so neither
 * principals that push nor principals that pull need the key, in this account or another. Principals that can create
 * repositories can let ECR create the grants, only through ECR.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export class ImageKey extends Construct {
  /** ARN of the key. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: EnvironmentKeyProps) {
    super(scope, id);
    const { region, accountId } = parseOptions(this, environmentKeyFields, props);
    const key = addEnvironmentKey(this, props, {
      use: "images",
      protects: "Container images",
      statements: [
        {
          sid: "RepositoriesTakeTheirGrants",
          principals: [{ type: "AWS", identifiers: ["*"] }],
          actions: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
          resources: ["*"],
          condition: [
            { test: "StringEquals", variable: "kms:CallerAccount", values: [accountId] },
            {
              test: "StringEquals",
              variable: "kms:ViaService",
              values: [`ecr.${region}.amazonaws.com`],
            },
          ],
        },
      ],
    });

    this.keyArn = key.keyArn;
  }
}
