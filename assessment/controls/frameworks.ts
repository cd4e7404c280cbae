import { awsFsbp, awsSecurityHub } from "./frameworks/aws-fsbp";
import { cisAws } from "./frameworks/cis-aws";
import { cisEks } from "./frameworks/cis-eks";
import type { Framework } from "./frameworks/framework";
import { reference } from "./frameworks/reference";

/** All frameworks, in the order in which evidence shows them. */
export const frameworks: readonly Framework[] = [reference, awsFsbp, awsSecurityHub, cisAws, cisEks];
