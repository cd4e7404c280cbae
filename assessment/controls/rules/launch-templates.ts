import type { Json, JsonObject } from "../../../src/cdktf/terraform-json";
import { nestedBlocks } from "../../model/nested-blocks";
import type { Block } from "../../model/project";
import { hasExpression } from "../../model/value";
import { type Rule, ruleOnEach } from "../rule";
import { fails, nested, passes, undecided, type Verdict, verdictOn, worst } from "../verdict";

const type = "aws_launch_template";
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Whether the network interfaces of a template have no public address. */
export function assignsNoPublicAddress(template: Block): Verdict {
  return onEach(template, "network_interfaces", passes("no network_interfaces: the subnet decides"), (values) =>
    verdictOnFlag(values, "network_interfaces.associate_public_ip_address", (value) => !isTrue(value), passes),
  );
}

/** A volume of the image that the template does not mention is encrypted as the account and the image say. */
function encryptsVolumes(template: Block): Verdict {
  const ofImage = undecided("no block_device_mappings: the image and the account decide", "block_device_mappings");
  return onEach(template, "block_device_mappings", ofImage, (values) => {
    const [volume] = nested(values.ebs) as readonly JsonObject[];
    if (!volume) return passes("a device without an EBS volume");
    return verdictOnFlag(volume, "block_device_mappings.ebs.encrypted", isTrue, fails);
  });
}

function onEach(template: Block, name: string, none: Verdict, decide: (values: JsonObject) => Verdict): Verdict {
  const blocks = nestedBlocks(template, name);
  if (blocks.is === "unknown") return undecided(`${name} is known to Terraform alone: ${blocks.expression}`, name);
  const [first, ...others] = blocks.blocks.map(decide);
  return first ? worst([first, ...others]) : none;
}

function verdictOnFlag(
  values: JsonObject,
  path: string,
  isAllowed: (value: Json) => boolean,
  absent: typeof passes,
): Verdict {
  const value = values[path.split(".").at(-1) ?? ""];
  if (value === undefined || value === null) return absent(`${path} is not set`, path);
  if (hasExpression(value)) return undecided(`${path} is known to Terraform alone: ${String(value)}`, path);
  return (isAllowed(value) ? passes : fails)(`${path} is ${JSON.stringify(value)}`, path);
}

function isTrue(value: Json): boolean {
  return value === true || value === "true";
}

/** Rules on launch templates, from which nodes are created. */
export const launchTemplateRules: readonly Rule[] = [
  ruleOnEach({
    id: "launch-template-assigns-no-public-address",
    demands: "No launch template assigns public addresses to network interfaces.",
    type,
    see: `${controls}#ec2-25`,
    decide: assignsNoPublicAddress,
  }),
  ruleOnEach({
    id: "launch-template-requires-imdsv2",
    demands: "Each launch template requires a session token for the metadata of instances.",
    type,
    see: `${controls}#ec2-170`,
    decide: (template) => verdictOn(template, "metadata_options.http_tokens", (value) => value === "required"),
  }),
  ruleOnEach({
    id: "launch-template-encrypts-volumes",
    demands: "Each launch template encrypts the EBS volumes that it creates.",
    type,
    see: `${controls}#ec2-181`,
    decide: encryptsVolumes,
  }),
];
