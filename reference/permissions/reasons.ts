const reads = "reads, which show no data; the length of a role's policies is limited, so that they are whole groups";
const commands = "`npm run deploy` and `npm run doctor` look at these; the rehearsal runs plain Terraform";
const limited = "limited to the environment's own";
const later = "Terraform needs it for a change that no rehearsal makes";
const emergencies = "what an emergency needs is not known before";
const pulls =
  "for the rest of a first pull, after the call of the rehearsal: ECR creates the repository, Docker reads layers";

/** Why a role keeps what no rehearsal uses, by the statement's Sid or by Sid and pattern. */
const reasons: Readonly<Record<string, string>> = {
  ChangeGroupsOfServices: "both directions, though each provider version may manage either",
  ChangeTagged: `${limited} tag \`Environment\`: a list of single actions exceeds the length of a policy`,
  ChangeTaggedIdentityProviders: `${limited} tag \`Environment\`; ${later}`,
  ChangeTaggedKeys: later,
  ConfigureRegistry: "the registry's settings, as groups because of the length of a policy; none reads images",
  DoAnythingToKeys: emergencies,
  DoAnythingToState: emergencies,
  EncryptVolumes:
    "EC2 and Auto Scaling use the key for encrypted volumes of instances, which the emulator does not start",
  FillCaches: pulls,
  "FindImages ssm:GetParameters": "the call for several parameters, which later versions of the provider may make",
  LookAtBuckets: commands,
  LookUpEvents: "`npm run audit-log` looks up records",
  ManageBoundedRoles: `${limited} roles under the boundary; ${later}`,
  ManageNamed: `${limited} names: a list of single actions exceeds the length of a policy`,
  ReadState: "`npm run state` reads earlier versions",
  ReadUnderFormerKeys: "for states under a key that is no longer in use",
  SearchTrail: "`npm run audit-log` looks up records",
  SeeConfiguration: reads,
  TagAndPassRoles: `${limited} names; ${later}`,
  UseState: "`npm run deploy` compares the state with its earlier versions",
};

export function reasonFor(sid: string, pattern: string): string | undefined {
  return reasons[`${sid} ${pattern}`] ?? reasons[sid];
}
