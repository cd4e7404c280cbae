import { recordCreationStacks } from "../../src/cdktf/creation-stacks";

// A developer's shell may be configured for a real account or a running emulator; the tests must use neither.
for (const name of Object.keys(process.env)) {
  if (/^(AWS_|TF_|CDKTF_|TERRAFORM_)/.test(name) && name !== "TF_PROVIDER_MIRROR") {
    Reflect.deleteProperty(process.env, name);
  }
}
process.env.CHECKPOINT_DISABLE = "1";

// The AWS SDK is pinned; its notice about future versions would only hide the output of the tests.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// As the app does before it builds stacks: Jest maps each stack trace anew.
recordCreationStacks({});
