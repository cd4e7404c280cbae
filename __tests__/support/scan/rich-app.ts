import { App } from "cdktf";
import { buildApp } from "../../../src/app";
import { environments, organization } from "./rich-settings";
import { addUserCode } from "./user-code";

const app = new App();
buildApp(app, organization, environments);
addUserCode(app);
app.synth();
