import type { Context, ResourceFacts } from "./recorded-call";

/** A resource on which a call needs an action. */
export interface Target {
  /** A new resource whose ID AWS will assign ends in `/*`. */
  readonly arn: string;

  /**
   * What is known about it.
   * @default - nothing
   */
  readonly facts?: ResourceFacts;

  /** The call creates it, so that it has neither tags nor a policy. */
  readonly isNew?: boolean;
}

/** An action that a call needs. */
export interface AccessNeed {
  /** `s3:GetObject` */
  readonly action: string;

  /**
   * On what.
   * @default - the resources that the call names, by the resource types of the action
   */
  readonly targets?: readonly Target[];

  /**
   * The resource type of the action, if the call creates such a resource and AWS assigns its ID.
   * @default - see `targets`
   */
  readonly newOf?: string;

  /**
   * Condition keys that this need has in addition to those of the call.
   * @default - none
   */
  readonly context?: Context;

  /**
   * Condition keys whose value AWS does not document here.
   * @default - none
   */
  readonly unknownKeys?: readonly string[];

  /**
   * Why the call needs an action of another name.
   * @default - the action has the name of the operation
   */
  readonly reason?: string;

  /** AWS does it with the caller's permissions. */
  readonly onBehalf?: boolean;
}

/** A part of a call that the referee cannot determine. */
export interface UnknownNeed {
  readonly action: string;
  readonly undecided: string;
}
