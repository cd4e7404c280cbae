/**
 * The layers of the sources: each may import only what is below it.
 *
 * @see https://github.com/sverweij/dependency-cruiser/blob/main/doc/rules-reference.md
 */
const layer = (name, from, to) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: to },
});

/** Folders of `src/commands/` that several commands share. */
const shared = "apply|checks|plan-report|remote-state|terraform|aws|cli";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    layer("sources-stand-alone", "^src/", "^(emulator|demo|scan|bench|fork|reference|assessment|__tests__)/"),
    layer(
      "nothing-imports-the-assessment",
      "^(main\\.ts|environments|demo|emulator|scan|bench|fork|reference)",
      "^assessment/",
    ),
    layer(
      "assessment-on-model",
      "^assessment/model/",
      "^assessment/(drawing|page|output|comparison|second-opinion|synthesis)/",
    ),
    layer("only-commands-read-the-operators-settings", "^src/(?!commands/)", "^environments/"),
    layer("settings-are-values", "^environments/", "^src/(?!settings/)"),
    layer("options-stand-alone", "^src/options/", "^src/(?!options/)"),
    layer("target-and-cdktf-on-options", "^src/(target|cdktf)/", "^src/(?!(target|cdktf|options)/)"),
    layer("constructs-below-settings", "^src/constructs/", "^src/(?!(constructs|options)/)"),
    layer("settings-below-stacks", "^src/settings/", "^src/(?!(settings|constructs|options|target)/)"),
    layer("stacks-below-app", "^src/stacks/", "^src/(app\\.ts|commands/)"),
    layer("app-below-commands", "^src/app\\.ts", "^src/commands/"),
    layer("cli-below-all-commands", "^src/commands/cli/", "^src/commands/(?!cli/)"),
    layer("aws-below-terraform", "^src/commands/aws/", "^src/commands/(?!(aws|cli)/)"),
    layer("terraform-below-remote-state", "^src/commands/terraform/", "^src/commands/(?!(terraform|aws|cli)/)"),
    layer("plan-report-below-checks", "^src/commands/plan-report/", "^src/commands/(?!(plan-report|terraform|cli)/)"),
    layer(
      "remote-state-below-checks",
      "^src/commands/remote-state/",
      "^src/commands/(?!(remote-state|terraform|aws|cli)/)",
    ),
    layer(
      "checks-below-commands",
      "^src/commands/checks/",
      "^src/commands/(?!(checks|remote-state|terraform|aws|cli)/)",
    ),
    layer("apply-below-commands", "^src/commands/apply/", `^src/commands/(?!(${shared})/)`),
    {
      name: "no-command-imports-another",
      severity: "error",
      from: { path: "^src/commands/([^/]+)/" },
      to: { path: "^src/commands/", pathNot: `^src/commands/($1|${shared})/` },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|cdktf\\.out|\\.emulator)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx"] },
  },
};
