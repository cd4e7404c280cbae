import { isBootstrapStack } from "../../settings/names";
import { checkNode } from "../cli/command-line";
import { loadSettings } from "../cli/settings";
import { allowedAccount, checkAccount } from "./account";
import { checkApproval } from "./approval";
import { checkBucket } from "./bucket";
import { checkConfirmations } from "./confirmations";
import { checkDeletedState } from "./deleted-state";
import { checkExistingClusters } from "./existing-clusters";
import { ok, type Finding } from "./finding";
import { checkRemovedBuckets, checkUnprotectedBuckets } from "./held-buckets/held-buckets";
import { checkKnownResources } from "./known-resources";
import { checkKubernetesVersions } from "./kubernetes-versions";
import { checkLeftLogGroups } from "./left-log-groups";
import { checkEarlierBackend, checkSynthesized, checkUnmovedState, checkUnsavedState } from "./local-state";
import { checkLock } from "./lock";
import { checkLockOut } from "./lock-out";
import { checkMovedBootstrap } from "./moved-bootstrap";
import { checkNotBootstrap, checkProtectedResources } from "./protected-resources";
import { checkReplacements } from "./replacements";
import { checkRecordedResources } from "./recorded-resources";
import { checkRepositories } from "./repositories";
import { checkStack } from "./stack";
import type { Invocation, PlanReview, Preflight } from "./subject";
import { checkVariables, checkWorkspace } from "./terraform-context";
import { checkPython, checkTerraform } from "./tools";

/** Commands that refuse to continue without a precondition; doctor reports it, and Terraform itself refuses some. */
type CheckedBy = "bootstrap" | "deploy" | "destroy" | "doctor" | "review" | "terraform";

type Check<Subject> =
  | ((subject: Subject) => void)
  | ((subject: Subject) => Finding)
  | ((subject: Subject) => Promise<void>)
  | ((subject: Subject) => Promise<Finding>);

/** A precondition of commands. */
export interface Precondition<Subject> {
  readonly checkedBy: readonly CheckedBy[];

  /** What the commands refuse. The message names the cause and the next step. */
  readonly refuses: string;

  /**
   * Throws a CommandError where the precondition is not met. A finding is reported.
   * @default - every command checks it before it starts, or only doctor checks it
   */
  readonly check?: Check<Subject>;
}

/** Preconditions by name, in the order in which they are checked. */
export type Preconditions<Subject> = Readonly<Record<string, Precondition<Subject>>>;

/** 1. Before anything is synthesized. */
// prettier-ignore
export const beforeSynthesis: Preconditions<Invocation> = {
  Node: { checkedBy: ["deploy", "destroy", "bootstrap", "doctor", "review"], check: () => { checkNode(); },
    refuses: "a version of Node that is not supported" },
  "npm options": { checkedBy: ["deploy", "destroy", "bootstrap", "review"],
    refuses: "options that npm consumed because no -- precedes them" },
  settings: { checkedBy: ["deploy", "destroy", "bootstrap", "doctor", "review"], check: () => { loadSettings(); },
    refuses: "invalid settings in environments/" },
  stack: { checkedBy: ["deploy", "destroy", "review"], check: checkStack,
    refuses: "a stack that the settings do not declare, although its folder may still exist, or that is retired" },
  environment: { checkedBy: ["destroy"], check: checkNotBootstrap,
    refuses: "a bootstrap stack, which contains the states of the account's environments" },
  approval: { checkedBy: ["deploy", "destroy"], check: checkApproval,
    refuses: "to continue where no option approves the plan and there is no terminal to ask on" },
  synthesis: { checkedBy: ["deploy", "destroy", "review"], check: checkSynthesized,
    refuses: "--skip-synth for a stack that was never synthesized, or not by the last synthesis" },
  Terraform: { checkedBy: ["deploy", "destroy", "bootstrap", "doctor", "review"], check: async () => checkTerraform(loadSettings()),
    refuses: "a Terraform or OpenTofu that is missing, cannot lock a state in S3 or does not satisfy terraformVersion" },
  variables: { checkedBy: ["deploy", "destroy", "bootstrap", "doctor", "review"], check: () => checkVariables(),
    refuses: "environment variables that change which state Terraform uses, its lock or what a run covers" },
  Python: { checkedBy: ["doctor"], check: async () => checkPython(),
    refuses: "a Python that is missing or too old, which only the demo and the tests need" },
};

/** 2. After the synthesis, before Terraform starts. */
// prettier-ignore
export const beforePlan: Preconditions<Preflight> = {
  workspace: { checkedBy: ["deploy", "destroy", "review"], check: checkWorkspace,
    refuses: "a Terraform workspace other than default" },
  "unsaved state": { checkedBy: ["deploy", "destroy", "review"], check: checkUnsavedState,
    refuses: "to ignore a state that an earlier apply could not save (errored.tfstate)" },
  "unmoved state": { checkedBy: ["deploy", "destroy", "review"], check: checkUnmovedState,
    refuses: "to ignore a local state that was never moved to S3" },
  caller: { checkedBy: ["deploy", "destroy", "bootstrap", "doctor", "review"], check: async ({ caller }) => ok((await caller()).arn),
    refuses: "missing, expired or invalid credentials" },
  account: { checkedBy: ["deploy", "destroy", "bootstrap", "doctor", "review"],
    check: async ({ stack, backend, caller }) => checkAccount(stack, allowedAccount(backend), await caller()),
    refuses: "credentials of another account than that of the stack" },
  "lock-out": { checkedBy: ["deploy", "bootstrap"],
    check: ofBootstrap(async ({ caller }) => checkLockOut(await caller())),
    refuses: "a caller to whom the policies of the bootstrap stack would deny access as soon as they apply" },
  "earlier backend": { checkedBy: ["deploy", "destroy", "review"], check: checkEarlierBackend,
    refuses: "to start over where the settings name another address of the state than before" },
  bucket: { checkedBy: ["deploy", "destroy", "bootstrap", "doctor", "review"], check: async (subject) => checkBucket(subject),
    refuses: "a state bucket that does not exist, belongs to another account or is in another region" },
  key: { checkedBy: ["doctor"],
    refuses: "a key that is disabled or pending deletion, or an alias that points to none" },
  lock: { checkedBy: ["terraform", "doctor"], check: checkLock,
    refuses: "a state that another run has locked, unless --lock-timeout is long enough" },
  state: { checkedBy: ["deploy", "destroy", "doctor", "review"], check: async ({ state }) => (await state()).finding,
    refuses: "a state that was deleted, cannot be read, was reverted or was replaced by an unrelated one" },
  "moved bootstrap state": { checkedBy: ["deploy", "bootstrap", "review"],
    check: ofBootstrap(async (subject) => ((await subject.state()).found ? undefined : checkMovedBootstrap(subject))),
    refuses: "to start a second state of a bootstrap stack whose state is in another bucket of its account" },
  "deleted state": { checkedBy: ["bootstrap"], check: checkDeletedState,
    refuses: "to write a state where an earlier one was deleted" },
  "removed buckets": { checkedBy: ["deploy", "bootstrap"],
    check: ofBootstrap(async ({ folder, state }) => checkRemovedBuckets((await state()).found?.state, folder)),
    refuses: "to remove a bucket from the bootstrap stack that still contains object versions" },
  "recorded resources": { checkedBy: ["deploy", "review"], check: checkRecordedResources,
    refuses: "to remove protected resources because a setting no longer declares them" },
  "deletion protection": { checkedBy: ["destroy"], check: checkProtectedResources,
    refuses: "to destroy resources with deletion protection" },
};

/** 3. When Terraform has planned. Terraform refuses to apply the plan if the state has changed in the meantime. */
// prettier-ignore
export const onPlan: Preconditions<PlanReview> = {
  "known resources": { checkedBy: ["deploy"], check: checkKnownResources,
    refuses: "to create again what the state contains, except a few resources that were deleted by hand" },
  "Kubernetes versions": { checkedBy: ["deploy"], check: checkKubernetesVersions,
    refuses: "a control plane that moves by more than one minor version or down, and nodes or a kube-proxy beyond the supported skew" },
  "unprotected buckets": { checkedBy: ["deploy"],
    check: ofBootstrap(async ({ state, plan }) => checkUnprotectedBuckets((await state()).found?.state, plan.deletions)),
    refuses: "to remove what protects a bucket of the bootstrap stack that contains object versions" },
  replacements: { checkedBy: ["deploy"], check: checkReplacements,
    refuses: "to replace a cluster by one of the same name, or the VPC of a cluster, which AWS cannot do" },
  confirmations: { checkedBy: ["deploy", "destroy"], check: checkConfirmations,
    refuses: "to destroy what cannot be recovered or what others depend on, unless --confirm-destroy names it" },
  "existing clusters": { checkedBy: ["deploy"], check: checkExistingClusters,
    refuses: "to create a cluster that already exists and is not in the state" },
  "left log groups": { checkedBy: ["deploy"], check: checkLeftLogGroups,
    refuses: "to create a log group that already exists and is not in the state" },
  repositories: { checkedBy: ["deploy", "destroy"], check: checkRepositories,
    refuses: "to destroy repositories that contain images, unless their forceDelete is deployed" },
};

function ofBootstrap<Subject extends Preflight>(check: (subject: Subject) => Promise<void>) {
  return async (subject: Subject) => (isBootstrapStack(subject.stack) ? check(subject) : undefined);
}
