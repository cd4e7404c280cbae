import { type Rule, ruleOnEach } from "../rule";
import { verdictOn } from "../verdict";

/** Days that AWS's rule asks for unless it is given others. */
const leastDays = 365;

/** Rules on CloudWatch log groups. */
export const logRules: readonly Rule[] = [
  ruleOnEach({
    id: "log-group-is-kept-for-a-year",
    demands: `Each log group keeps its events for ${leastDays} days or more; without a retention it keeps them for ever.`,
    type: "aws_cloudwatch_log_group",
    see: "https://docs.aws.amazon.com/config/latest/developerguide/cw-loggroup-retention-period-check.html",
    decide: (group) =>
      verdictOn(
        group,
        "retention_in_days",
        (days) => days === 0 || (typeof days === "number" && days >= leastDays),
        "passes",
      ),
  }),
];
