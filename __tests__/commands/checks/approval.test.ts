import { checkApproval } from "../../../src/commands/checks/approval";

type Approval = Parameters<typeof checkApproval>[0];

const progress = { isTTY: false } as Approval["progress"];
const deploy: Approval = { command: "deploy", stack: "dev", dryRun: false, progress };
const destroy: Approval = { ...deploy, command: "destroy" };

test.each<[string, Approval]>([
  ["a dry run", { ...deploy, dryRun: true }],
  ["--auto-approve", { ...deploy, autoApprove: true }],
  ["--auto-approve with the name", { ...destroy, autoApprove: "dev" }],
])("%s needs no terminal", (_, approval) => {
  expect(() => {
    checkApproval(approval);
  }).not.toThrow();
});

test.each<[Approval, string, string]>([
  [deploy, "there is no terminal to ask for approval", "pass --auto-approve, or --dry-run"],
  [{ ...deploy, autoApprove: false }, "there is no terminal to ask for approval", "pass --auto-approve, or --dry-run"],
  [destroy, "there is no terminal to ask for approval", "pass --auto-approve dev, or --dry-run"],
  [
    { ...destroy, dryRun: true, autoApprove: "prod" },
    "--auto-approve names prod, but the environment to destroy is dev",
    "nothing was changed; name the same environment twice: --auto-approve dev",
  ],
  [
    { ...destroy, autoApprove: "" },
    "--auto-approve names , but the environment to destroy is dev",
    expect.any(String) as string,
  ],
])("%j is refused: %s", (approval, message, nextStep) => {
  expect(() => {
    checkApproval(approval);
  }).toThrow(expect.objectContaining({ message, nextStep }) as Error);
});
