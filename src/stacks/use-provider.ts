import { type IAspect, TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Assigns everything under a construct to one provider, so that the constructs do not depend on the number of providers
 * in a stack.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/resource-provider
 */
export class UseProvider implements IAspect {
  constructor(private readonly provider: TerraformProvider) {}

  visit(node: IConstruct): void {
    if (node instanceof TerraformResource || node instanceof TerraformDataSource) node.provider ??= this.provider;
  }
}
