// Bundles what ships into dist/: server and command line as scripts with shared chunks and a module that starts each, the extension as CommonJS. `--outdir DIR` builds elsewhere, `--only server` leaves the rest out.
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { inAscii } from "./ascii.mjs";
import { plainLoops } from "./plain-loops.mjs";
import { slimTypescript } from "./slim-typescript.mjs";

const root = path.resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { outdir: { type: "string", default: "dist" }, only: { type: "string" }, metafile: { type: "boolean", default: false } } });
const outdir = path.resolve(root, values.outdir);
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

const common = {
  // jsonc-parser ships UMD as main, whose inner requires no bundler can follow
  mainFields: ["module", "main"],
  bundle: true, platform: "node", target: "node20", minify: true, sourcemap: false, legalComments: "none", logLevel: "warning", outdir,
  define: { PRESHIP_BUNDLED: "true", PRESHIP_VERSION: JSON.stringify(version), PRESHIP_BUILD: JSON.stringify(sourcesHash()) },
};

/** What the cache of scans goes by: another rule, parser or library is another build. */
function sourcesHash() {
  const hash = createHash("sha256");
  for (const file of ["package-lock.json", ...["rules", "server"].flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts")).sort().map((name) => path.join(folder, name)))]) {
    hash.update(file).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** The parser's module makes itself a `require`, which would hide the one that its script is given. */
const withoutOwnRequire = {
  name: "without-own-require",
  setup(build) {
    build.onLoad({ filter: /[\\/]web-tree-sitter\.js$/ }, ({ path: file }) => {
      const source = readFileSync(file, "utf8");
      const contents = source.replace(/const \{ createRequire \} = await import\("module"\);\s*var require = createRequire\(import\.meta\.url\);/, "");
      if (contents === source) throw new Error("web-tree-sitter makes its `require` in a new way: scripts/build.mjs has to follow");
      return { contents };
    });
  },
};

// a chunk must not outlive the build that made it
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const modules = { server: "server/lsp/main.ts", cli: "server/cli/start.ts", worker: "server/worker.ts" };
const entries = Object.entries(modules).filter(([name]) => !values.only || values.only === name || (name === "worker" && values.only === "cli"));
const results = [
  await build({
    ...common, format: "esm", splitting: true, plugins: [slimTypescript(), withoutOwnRequire, plainLoops(root, ["server", "rules"])], chunkNames: "[name]-[hash]", outExtension: { ".js": ".cjs" }, metafile: true,
    entryPoints: Object.fromEntries(entries.map(([name, file]) => [name, path.join(root, file)])),
  }),
];
if (!values.only || values.only === "extension") {
  results.push(await build({
    ...common, format: "cjs", outExtension: { ".js": ".cjs" }, external: ["vscode"], metafile: true,
    entryPoints: { extension: path.join(root, "client/extension.ts") },
  }));
}

// only modules can share chunks; only scripts can be given what was compiled of them before (server/scripts.ts)
for (const output of Object.keys(results[0].metafile.outputs)) {
  const file = path.resolve(output);
  const { code } = await transform(readFileSync(file, "utf8"), { format: "cjs", target: common.target, minify: common.minify, define: { "import.meta.url": "__url" }, supported: { "dynamic-import": false } });
  writeFileSync(file, inAscii(code));
}
for (const [name] of entries) writeFileSync(path.join(outdir, `${name}.mjs`), `import{createRequire}from"node:module";createRequire(import.meta.url)("./load.cjs").load("${name}.cjs");\n`);
results.push(await build({ ...common, format: "cjs", outExtension: { ".js": ".cjs" }, metafile: true, entryPoints: { load: path.join(root, "server/load.ts") } }));

const { resolve } = createRequire(import.meta.url);
for (const name of ["web-tree-sitter", "tree-sitter-python"]) copyFileSync(resolve(`${name}/${name}.wasm`), path.join(outdir, `${name}.wasm`));

if (values.metafile) {
  for (const { metafile } of results) {
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${String(Math.round(bytes / 1024)).padStart(6)} KB  ${path.relative(root, path.resolve(root, file))}`);
  }
}
