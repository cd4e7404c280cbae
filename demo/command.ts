import { Listr, PRESET_TIMER } from "listr2";
import { startEmulator, type Emulator } from "../emulator/emulator";
import { presupposedPrincipals } from "../emulator/principals/presupposed";
import { Principals } from "../emulator/principals/principals";
import type { Environment } from "../src/settings/environment";
import type { Settings } from "../src/settings/validate";
import { npmScript, runCommand } from "../src/commands/cli/command-line";
import { checkEmulatorTools } from "../src/commands/checks/tools";
import { loadSettings } from "../src/commands/cli/settings";
import { actAs, locationsOf } from "./accounts";
import { howToUse } from "./how-to-use";
import { type Scenario, scenarioOf } from "./scenario";
import {
  tellBootstrap,
  tellDeploy,
  tellReview,
  tellSecondPlan,
  tellSynth,
  tellValidate,
  workplaceIn,
  type Progress,
  type Workplace,
} from "./story";
import { judgedLine, summarize, type Findings } from "./summary";

/** Terraform prints too many lines to read; an occasional line shows progress. */
const secondsBetweenLines = 1;

/** A terminal shows a spinner; a log shows the elapsed time. */
const secondsOfSilence = 5;

/** The caller that ran the steps reports a failure once, at the end. */
const renderer = {
  fallbackRenderer: "verbose",
  rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false },
  fallbackRendererOptions: { timer: PRESET_TIMER },
} as const;

const command = npmScript(
  "demo",
  "Runs bootstrap, deploy, review and synth with these settings on its own AWS emulator.",
)
  .option("--keep", "leave the emulator running and print how to use it", false)
  .action(async ({ keep }: { keep: boolean }) => {
    await checkEmulatorTools();
    await demo(loadSettings(), keep);
  });

async function demo(settings: Settings, wantsToKeep: boolean): Promise<void> {
  const scenario = scenarioOf(settings);
  const keep = wantsToKeep && scenario.isEmulated;
  for (const note of scenario.notes) console.log(`note: ${note}`);
  if (wantsToKeep && !keep) console.log("note: --keep is ignored: nothing is deployed to the emulator");
  const emulator = await started(scenario.deployed, keep);
  Object.assign(process.env, emulator.env);
  // The emulator removes its folder whenever and however it ends, including the demo's own folder.
  const workplace = workplaceIn(emulator.folder);
  const findings: Findings = { bootstrap: [], lockInfo: "", review: "" };
  const stacks = locationsOf(settings).flatMap(({ stacks: one }) => one);
  let finished = false;
  try {
    const callers = { settings, principals: new Principals(emulator, settings) };
    await new Listr(steps(scenario, callers, workplace, findings), renderer).run();
    console.log(await summarize(scenario, stacks, workplace, findings, keep));
    if (scenario.isEmulated) console.log(judgedLine(await emulator.calls()));
    finished = true;
  } finally {
    if (!keep || !finished) await emulator.stop();
  }
  if (keep) {
    const { deployed } = scenario;
    console.log(
      howToUse({ ...emulator, outdir: workplace.outdir, deployed: deployed.name, locations: locationsOf(settings) }),
    );
  }
}

async function started({ account, region }: Environment, keep: boolean): Promise<Emulator> {
  const context: { emulator?: Emulator } = {};
  const start = step("start the AWS emulator, installing it first if it is missing", async () => {
    context.emulator = await startEmulator({ keep, accountId: account, region, judged: true });
  });
  await new Listr([start], renderer).run();
  if (!context.emulator) throw new Error("the emulator was not started");
  return context.emulator;
}

interface Callers {
  readonly settings: Settings;
  readonly principals: Principals;
}

function steps(scenario: Scenario, callers: Callers, workplace: Workplace, findings: Findings) {
  const synth = step("synthesize JSON and HCL", async (progress) => {
    await tellSynth(workplace, progress);
  });
  if (scenario.isEmulated) return [...emulatedSteps(scenario, callers, workplace, findings), synth];
  const validate = step("validate both formats with Terraform", async (progress) => {
    await tellValidate(
      locationsOf(callers.settings).flatMap(({ stacks }) => stacks),
      workplace,
      progress,
    );
  });
  return [synth, validate];
}

function emulatedSteps(
  { bootstrapEnvironment, deployed, reviewed }: Scenario,
  callers: Callers,
  workplace: Workplace,
  findings: Findings,
) {
  return [
    step("create the users and roles that must exist before bootstrap", async () =>
      callers.principals.create(presupposedPrincipals(callers.settings)),
    ),
    step("bootstrap: buckets and key on local state, then the state moved to S3", async (progress) => {
      await actAs("administrator", bootstrapEnvironment, callers);
      findings.bootstrap = await tellBootstrap(workplace, progress);
    }),
    step(`deploy ${deployed.name}, with a second plan refused meanwhile`, async (progress) => {
      await actAs("deployer", deployed, callers);
      findings.lockInfo = (await tellDeploy(deployed.name, workplace, progress)).lockInfo;
    }),
    step(`plan ${deployed.name} again: nothing left to do`, async (progress) => {
      await actAs("planner", deployed, callers);
      await tellSecondPlan(deployed.name, workplace, progress);
    }),
    ...(reviewed ? [reviewStep(reviewed, callers, workplace, findings)] : []),
  ];
}

function reviewStep(reviewed: Environment, callers: Callers, workplace: Workplace, findings: Findings) {
  return step(`review ${reviewed.name} with cdktf diff`, async (progress) => {
    await actAs("planner", reviewed, callers);
    findings.review = await tellReview(reviewed.name, workplace, progress);
  });
}

/** A step that shows an occasional line of its output, and the elapsed time when there is none. */
function step(title: string, tell: (progress: Progress) => Promise<void>) {
  return {
    title,
    task: async (_context: unknown, task: { output: string }) => {
      const started = Date.now();
      let shown = 0;
      const show = (line: string) => {
        shown = Date.now();
        task.output = line;
      };
      const heartbeat = setInterval(() => {
        if (Date.now() - shown > secondsOfSilence * 1000) show(`${Math.round((Date.now() - started) / 1000)} s so far`);
      }, 1000);
      try {
        await tell((line) => {
          if (Date.now() - shown > secondsBetweenLines * 1000) show(line);
        });
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}

void runCommand(command);
