import { Listr, PRESET_TIMER } from "listr2";
import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { npmScript, runCommand } from "../command-line";
import { checkPrerequisites } from "../prerequisites";
import {
  tellBootstrap,
  tellDeploy,
  tellReview,
  tellSecondPlan,
  tellSynth,
  workplaceIn,
  type Progress,
  type Workplace,
} from "./story";
import { summarize, type Findings } from "./summary";

/** Terraform prints more lines than anybody reads; one in a while shows that it goes on. */
const secondsBetweenLines = 1;

/** A terminal shows a spinner; a log shows that time goes by. */
const secondsOfSilence = 5;

/** A failure is told once, at the end, by whoever ran the steps. */
const renderer = {
  fallbackRenderer: "verbose",
  rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false },
  fallbackRendererOptions: { timer: PRESET_TIMER },
} as const;

const command = npmScript(
  "demo",
  "Tells the whole story on an AWS emulator of its own: bootstrap, dev, review of prod, synth.",
)
  .option("--keep", "leave the emulator running and print how to use it", false)
  .action(async ({ keep }: { keep: boolean }) => {
    await checkPrerequisites({ emulator: true });
    await demo(keep);
  });

async function demo(keep: boolean): Promise<void> {
  const emulator = await started(keep);
  Object.assign(process.env, emulator.env);
  // The emulator removes its folder when it ends, however that happens, and the demo's own with it.
  const workplace = workplaceIn(emulator.folder);
  const findings: Findings = { bootstrap: [], lockInfo: "", review: "" };
  let finished = false;
  try {
    await new Listr(steps(workplace, findings), renderer).run();
    console.log(await summarize(workplace, findings));
    finished = true;
  } finally {
    if (!keep || !finished) await emulator.stop();
  }
  if (keep) console.log(howToUse(emulator, workplace));
}

async function started(keep: boolean): Promise<Emulator> {
  const context: { emulator?: Emulator } = {};
  const start = step("start the AWS emulator, installing it first where it is missing", async () => {
    context.emulator = await startEmulator({ keep });
  });
  await new Listr([start], renderer).run();
  if (!context.emulator) throw new Error("the emulator was not started");
  return context.emulator;
}

function steps(workplace: Workplace, findings: Findings) {
  return [
    step("bootstrap: buckets and key on local state, then the state moved to S3", async (progress) => {
      findings.bootstrap = await tellBootstrap(workplace, progress);
    }),
    step("deploy dev, with a second plan refused meanwhile", async (progress) => {
      findings.lockInfo = (await tellDeploy(workplace, progress)).lockInfo;
    }),
    step("plan dev again: nothing left to do", async (progress) => {
      await tellSecondPlan(workplace, progress);
    }),
    step("review prod with cdktf diff", async (progress) => {
      findings.review = await tellReview(workplace, progress);
    }),
    step("synthesize JSON and HCL", async (progress) => {
      await tellSynth(workplace, progress);
    }),
  ];
}

/** A step that shows one line in a while of what it is told, and that it goes on when it is told nothing. */
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

function howToUse(emulator: Emulator, workplace: Workplace): string {
  return [
    "",
    "the emulator is still running; to try commands against it, paste these lines into a shell:",
    "",
    ...Object.entries({ ...emulator.env, CDKTF_OUTPUT: workplace.outdir }).map(
      ([name, value]) => `export ${name}='${value}'`,
    ),
    "",
    "then for example: npx cdktf diff dev",
    `its log: ${emulator.logFile}`,
    `to stop it, which removes all of this: ${emulator.stopCommand}`,
  ].join("\n");
}

void runCommand(command);
