import {
  TerraformDataSource,
  type TerraformElement,
  TerraformLocal,
  TerraformModule,
  TerraformOutput,
  TerraformResource,
  TerraformVariable,
} from "cdktf";

/** A construct with this ID adds nothing to the address: it is the main resource of its parent. */
const mainResourceId = "Resource";

/** The ID of a construct that groups others, such as those of one region, without being part of their addresses. */
export function groupId(name: string): string {
  return `[${name}]`;
}

/**
 * Gives each element of one stack the logical ID that an engineer would write: the IDs on its path joined by `_`,
 * without the hash that CDKTF appends, so that an auditor reads `aws_subnet.vpc_private_a`.
 *
 * Two elements with equal addresses are an error, since Terraform would silently see only one of them.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
 */
export class ReadableIds {
  private readonly paths = new Map<string, string>();

  allocate(element: TerraformElement): string {
    const segments = element.node.scopes
      .slice(element.node.scopes.indexOf(element.cdktfStack) + 1)
      .map((scope) => scope.node.id)
      .filter((id) => id !== mainResourceId && !id.startsWith("["));
    const logicalId = segments.map((id) => id.replace(/[^A-Za-z0-9]+/g, "_")).join("_");
    if (!/^[A-Za-z_]/.test(logicalId)) {
      throw new Error(
        `construct ${element.node.path} needs an id that starts with a letter: Terraform does not accept "${logicalId}"`,
      );
    }
    this.refuseClash(element, logicalId);
    return logicalId;
  }

  private refuseClash(element: TerraformElement, logicalId: string): void {
    const address = `${addressPrefix(element)}${logicalId}`;
    const other = this.paths.get(address);
    if (other !== undefined && other !== element.node.path) {
      throw new Error(
        `constructs ${other} and ${element.node.path} would both be ${address} in Terraform: rename one of them`,
      );
    }
    this.paths.set(address, element.node.path);
  }
}

/**
 * The part before the logical ID in an address. Elements without an address must differ only from elements of their
 * kind.
 */
function addressPrefix(element: TerraformElement): string {
  if (element instanceof TerraformResource) return `${element.terraformResourceType}.`;
  if (element instanceof TerraformDataSource) return `data.${element.terraformResourceType}.`;
  if (element instanceof TerraformModule) return "module.";
  if (element instanceof TerraformOutput) return "output.";
  if (element instanceof TerraformVariable) return "var.";
  if (element instanceof TerraformLocal) return "local.";
  return `${element.constructor.name}.`;
}
