/** Bundles the suite that runs inside the extension host. */
import path from "node:path";
import { build } from "esbuild";

export async function buildSuite() {
  const outfile = path.resolve(import.meta.dirname, "../../dist-test/suite.cjs");
  await build({
    entryPoints: [path.join(import.meta.dirname, "suite/index.ts")], outfile, bundle: true, platform: "node", format: "cjs", target: "node20",
    external: ["vscode", "mocha"], sourcemap: "inline", logLevel: "warning",
  });
  return outfile;
}
