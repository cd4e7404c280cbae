import { App } from "cdktf";
import { organization } from "../../environments";
import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { buildApp } from "../../src/app";

const app = new App();
buildApp(app, organization, [{ ...dev, network: { ...dev.network, cidr: "10.10.0.1/16" } }, prod]);
app.synth();
