/** Texts to start from: real files below a folder, by kind, and what the rules' examples say. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { allRules, readMarkers } from "../../test/harness.ts";
import { pathOf } from "../../test/paths.ts";
import { languages } from "../../test/fuzz/replay.ts";

export interface Sample {
  readonly path: string;
  readonly text: string;
}

const longest = 200_000;

/** Relative to the folder; read when asked for. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => !/(^|\/)(\.git|node_modules)\//.test(name) && languages.some((language) => language.claims(name))).sort();
}

export function read(folder: string, name: string): string | undefined {
  const file = path.join(folder, name);
  if (statSync(file).size > longest) return undefined;
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  return text.includes("\u0000") ? undefined : text;
}

/** What a path is, so that rare formats are not drowned: its name when that decides, else its ending. */
export function kindOf(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (/^(package(-lock)?\.json|pyproject\.toml|requirements.*\.txt|Dockerfile.*|Pipfile|docker-compose.*|\.env.*|CODEOWNERS|(yarn|poetry|uv|pnpm-lock)\.\w+)$/.test(base)) return /^[\w-]+/.exec(base)?.[0] ?? base;
  if (name.includes(".github/workflows/")) return "workflow";
  return base.includes(".") ? base.slice(base.lastIndexOf(".")) : base;
}

export function examples(): readonly Sample[] {
  return allRules.flatMap((rule) => rule.examples.flatMap((example) => [example.bad, example.good].map((marked) => ({ path: pathOf(rule, example), text: readMarkers(marked).text }))));
}
