import { type IAspect, TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Gives everything under a construct to one provider, so that the constructs themselves need not know that a stack has
 * several.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/resource-provider
 */
export class UseProvider implements IAspect {
  constructor(private readonly provider: TerraformProvider) {}

  visit(node: IConstruct): void {
    if (node instanceof TerraformResource || node instanceof TerraformDataSource) node.provider ??= this.provider;
  }
}
