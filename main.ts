import { App } from "cdktf";
import { environments, organization } from "./environments";
import { buildApp } from "./src/app";

const app = new App();
buildApp(app, organization, environments);
app.synth();
