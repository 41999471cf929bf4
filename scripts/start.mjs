/** `npm start`: the extension at work on the example project, in desktop VS Code where there is one, else in a browser. */
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { copyExample } from "./example.mjs";
import { cacheFolder } from "./install-code-server.mjs";
import { installPackages } from "./setup.mjs";

const root = path.resolve(import.meta.dirname, "..");

installPackages();
const example = copyExample(path.join(cacheFolder, "start"));
if (hasDisplay() && hasDesktopCode()) startDesktop();
else await startInBrowser();

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function hasDesktopCode() {
  return !process.env.PRESHIP_BROWSER && spawnSync("code", ["--version"], { stdio: "ignore", shell: process.platform === "win32" }).status === 0;
}

function startDesktop() {
  const build = spawnSync(process.execPath, [path.join(root, "scripts/build.mjs")], { cwd: root, stdio: "inherit" });
  if (build.status !== 0) process.exit(build.status ?? 1);
  console.log(`Opening VS Code with Preship on a copy of examples/churn-service: ${example}`);
  spawn("code", ["--new-window", `--extensionDevelopmentPath=${root}`, example], { stdio: "inherit", shell: process.platform === "win32" });
}

async function startInBrowser() {
  const { packExtension } = await import("./package.mjs");
  const { installCodeServer, newest } = await import("./install-code-server.mjs");
  const { serveCode } = await import("./serve-code.mjs");
  console.log("No desktop VS Code here: serving one for the browser.");
  const home = installCodeServer(newest);
  console.log("Building and packing the extension …");
  const { file } = packExtension();
  const host = await serveCode({ home, vsix: [file], port: Number(process.env.PORT) || undefined });
  console.log(`\nPreship is open on a copy of examples/churn-service:\n\n  ${host.url}/?folder=${encodeURIComponent(example)}\n\nCtrl+C stops it.`);
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void host.stop().then(() => process.exit(0));
    });
  }
  host.child.once("exit", (code) => {
    if (!isStopping) {
      console.error(`code-server ended with ${code}\n${host.log().slice(-2000)}`);
      process.exit(1);
    }
  });
}
