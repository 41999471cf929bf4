/** Builds and packs the extension: `npm run package` writes preship.vsix and says how big it is. */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(import.meta.dirname, "..");
export const limit = 2.5 * 1024 * 1024;

/** Answers with the file and its size; throws with what the tools said. */
export function packExtension(file = path.join(root, "preship.vsix")) {
  run(process.execPath, [path.join(root, "scripts/build.mjs")]);
  // the examples of the secret rules are in the bundle, and the packer's own search for secrets finds them
  run(process.execPath, [path.join(root, "node_modules/@vscode/vsce/vsce"), "package", "--no-dependencies", "--allow-missing-repository", "--allow-package-all-secrets", "--no-rewrite-relative-links", "--out", file]);
  return { file, size: statSync(file).size };
}

function run(command, words) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.map((word) => path.relative(root, word) || word).join(" ")} failed\n${stdout}\n${stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { file, size } = packExtension();
  console.log(`${path.relative(process.cwd(), file)}: ${(size / 1024 / 1024).toFixed(2)} MB`);
  if (size > limit) {
    console.error(`More than ${limit / 1024 / 1024} MB: something went into the package that nobody runs.`);
    process.exitCode = 1;
  }
}
