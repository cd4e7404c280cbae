// A developer's shell may point at a real account or at a running emulator; the tests must see neither.
for (const name of Object.keys(process.env)) {
  if (/^(AWS_|TF_|CDKTF_|TERRAFORM_)/.test(name) && name !== "TF_PROVIDER_MIRROR") {
    Reflect.deleteProperty(process.env, name);
  }
}
process.env.CHECKPOINT_DISABLE = "1";

// The AWS SDK is pinned; its notice about coming versions would only hide what the tests have to say.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
