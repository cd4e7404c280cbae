import { Construct } from "constructs";
import { iamArn } from "../iam/arn";
import { partitionOf } from "../iam/partition";
import { parseOptions } from "../../options/parse-options";
import { environmentKeyFields, type EnvironmentKeyProps } from "./environment-key";
import { ImageKey } from "./image-key";
import { LogKey } from "./log-key";
import { VolumeKey } from "./volume-key";

/**
 * The customer managed keys of an environment that encrypts no data under AWS managed keys: one for logs, one for
 * volumes and one for images, so that only the principals that need a key use it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk
 */
export class EnvironmentKeys extends Construct {
  /** Key of the log groups. */
  readonly logKeyArn: string;

  /** Key of the volumes of nodes, and of pods whose StorageClass names it. */
  readonly volumeKeyArn: string;

  /** Key of the repositories. */
  readonly imageKeyArn: string;

  constructor(scope: Construct, id: string, props: EnvironmentKeyProps) {
    super(scope, id);
    const { name, region, accountId } = parseOptions(this, environmentKeyFields, props);
    const roleArn = (use: string) => iamArn(partitionOf(region), accountId, `role/${name}-${use}`);

    const logKey = new LogKey(this, "logs", {
      ...props,
      logGroupNames: [`/aws/eks/${name}/*`, `/aws/vpc/${name}/*`],
    });
    const volumeKey = new VolumeKey(this, "volumes", {
      ...props,
      roleArns: [roleArn("ebs-csi"), roleArn("karpenter")],
    });
    const imageKey = new ImageKey(this, "images", props);

    this.logKeyArn = logKey.keyArn;
    this.volumeKeyArn = volumeKey.keyArn;
    this.imageKeyArn = imageKey.keyArn;
  }
}
