/** The app as CDKTF's template for TypeScript runs it: by ts-node, which checks types, with bindings from the package's root. */
import "@cdktf/provider-aws";
import "../../main";
