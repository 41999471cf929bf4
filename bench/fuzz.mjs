// The long forms of the tests in test/fuzz, over real files as well: `npm run fuzz -- edits --cases 1000000 --folder DIR`. Others: `memory`, `truncations`, `fixes`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
mkdirSync(path.join(root, "dist-test"), { recursive: true });
const folder = mkdtempSync(path.join(root, "dist-test", "fuzz-"));
try {
  await build({ entryPoints: [path.join(root, "bench/fuzz/main.ts")], bundle: true, packages: "external", platform: "node", target: "node20", format: "esm", outfile: path.join(folder, "main.mjs"), sourcemap: "inline", logLevel: "warning" });
  process.exitCode = spawnSync(process.execPath, ["--expose-gc", "--enable-source-maps", path.join(folder, "main.mjs"), ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
