import { App } from "cdktf";
import { dev, organization, prod } from "./example";
import { buildApp } from "../../src/app";

const app = new App();
buildApp(app, organization, [{ ...dev, network: { ...dev.network, cidr: "10.10.0.1/16" } }, prod]);
app.synth();
