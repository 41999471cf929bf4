/** Runs a code-server on loopback with folders of its own, thrown away when it stops. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const quiet = {
  "telemetry.telemetryLevel": "off", "update.mode": "none", "extensions.autoUpdate": false, "extensions.autoCheckUpdates": false,
  "workbench.startupEditor": "none", "security.workspace.trust.enabled": false, "workbench.tips.enabled": false, "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden", "git.enabled": false, "typescript.disableAutomaticTypeAcquisition": true,
};

/**
 * `home` is an installation of `installCodeServer`. `vsix` are installed first. `isTrusting: false` leaves Restricted Mode on.
 * `isTestHost` lets the page name an extension under development; it hides notifications, so it is not for looking at things.
 */
export async function serveCode({ home, settings = {}, vsix = [], env = {}, port, isTestHost = false, isTrusting = true, say = () => undefined }) {
  const root = mkdtempSync(path.join(tmpdir(), "preship-code-"));
  const folders = { data: path.join(root, "data"), extensions: path.join(root, "extensions") };
  mkdirSync(path.join(folders.data, "User"), { recursive: true });
  mkdirSync(folders.extensions);
  writeFileSync(path.join(folders.data, "User/settings.json"), JSON.stringify({ ...quiet, ...(isTrusting ? {} : { "security.workspace.trust.enabled": true }), ...settings }));
  writeFileSync(path.join(root, "config.yaml"), "auth: none\ncert: false\n");
  const server = launcher(home, root, folders, env);
  for (const file of vsix) await server.finish(["--install-extension", file]);

  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const child = server.spawn([
    "--bind-addr", address, "--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override",
    ...(isTrusting ? ["--disable-workspace-trust"] : []),
    ...(isTestHost && server.knowsOptions ? ["--vscode-option", "enable-smoke-test-driver"] : []),
  ], true);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { log += data; say(String(data)); });
  const url = `http://${address}`;
  const stop = () => stopGroup(child).then(() => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  try {
    await answers(url, child, () => log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, root, child, log: () => log, extensionLog: () => extensionLog(folders.data), stop };
}

/** What the extension wrote into its output channel. */
function extensionLog(data) {
  const files = readdirSync(path.join(data, "logs"), { recursive: true, encoding: "utf8" }).filter((name) => /Preship\.log$/.test(name));
  return files.map((name) => readFileSync(path.join(data, "logs", name), "utf8")).join("\n");
}

function launcher(home, root, folders, env) {
  const node = path.resolve(home, readFileSync(path.join(home, "node-path"), "utf8"));
  const entry = path.join(home, "node_modules/code-server/out/node/entry.js");
  const childEnv = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env, HOME: root, XDG_CONFIG_HOME: root, XDG_DATA_HOME: root };
  for (const key of Object.keys(childEnv)) if (/^(VSCODE_|ELECTRON_RUN_AS_NODE$|NODE_OPTIONS$)/.test(key)) delete childEnv[key];
  const common = [entry, "--config", path.join(root, "config.yaml"), "--user-data-dir", folders.data, "--extensions-dir", folders.extensions];
  const start = (words, detached) => spawn(node, [...common, ...words], { env: childEnv, stdio: ["ignore", "pipe", "pipe"], detached });
  return {
    // older releases have neither the option nor the need for it
    knowsOptions: readFileSync(path.join(home, "node_modules/code-server/out/node/cli.js"), "utf8").includes('"vscode-option"'),
    spawn: start,
    finish: (words) => new Promise((resolve, reject) => {
      const child = start(words, false);
      let out = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { out += data; });
      child.once("error", reject).once("exit", (code) => (code === 0 ? resolve(out) : reject(new Error(`code-server ${words.join(" ")}: exit ${code}\n${out}`))));
    }),
  };
}

async function answers(url, child, log) {
  const end = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode}\n${log()}`);
    const isUp = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) }).then((answer) => answer.ok, () => false);
    if (isUp) return;
    if (Date.now() > end) throw new Error(`code-server did not answer\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Ends the server with its extension hosts: it runs as the leader of a process group of its own. */
async function stopGroup(child) {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      child.kill(name); // no process groups on this system
    }
  };
  if (child.exitCode !== null || child.signalCode !== null) return;
  signal("SIGTERM");
  const force = setTimeout(() => signal("SIGKILL"), 5000);
  await gone;
  clearTimeout(force);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
