/** Texts to start from: real files below a folder, by kind, and what the rules' examples and specs say. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { allRules, readMarkers } from "../../test/harness.ts";
import { pathOf } from "../../test/paths.ts";
import { languages } from "../../test/fuzz/replay.ts";
import type { Random } from "../../test/fuzz/mutations.ts";
import type { Sample } from "../../test/fuzz/script.ts";
import { joinCells } from "../../server/engine/cells.ts";

const longest = 200_000;
export const longestPart = 12_000;

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

/** For counting: the language, and what of it matters to its parser. */
export function familyOf(name: string): string {
  const language = languages.find((one) => one.claims(name))?.id ?? "none";
  if (language === "text" && !/\.(sh|env|toml|md)$/.test(name)) return "text other";
  if (language === "javascript" || language === "text") return `${language} ${/\.\w+$/.exec(name)?.[0] ?? "other"}`;
  return language;
}

/** The fences of the specs; every one a file. */
export function specTexts(): readonly Sample[] {
  const folder = path.resolve("test/specs");
  return readdirSync(folder).filter((name) => name.endsWith(".md")).flatMap((name) => [...readFileSync(path.join(folder, name), "utf8").matchAll(/^(````?)\w+ (\S+)\n([\s\S]*?)^\1$/gm)].map((fence) => ({ path: fence[2] ?? "", text: readMarkers(fence[3] ?? "").text })));
}

export function examples(): readonly Sample[] {
  return allRules.flatMap((rule) => rule.examples.flatMap((example) => [example.bad, example.good].map((marked) => ({ path: pathOf(rule, example), text: readMarkers(marked).text }))));
}

/** A stretch of whole lines, mostly up to forty: long files cost much and show little more. Of a notebook, some of its cells, mostly as the editor has them. */
export function part(random: Random, { path: name, text }: Sample): Sample {
  const most = random() < 0.85 ? 40 : 160;
  if (name.endsWith(".ipynb")) return { path: name, text: someCells(random, text, most) };
  const lines = text.split(/(?<=\n)/);
  const start = lines.length <= most || random() < 0.4 ? 0 : Math.floor(random() * (lines.length - most));
  return { path: name, text: lines.slice(start, start + most).join("").slice(0, longestPart) };
}

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: string | readonly string[]; readonly execution_count?: number | null }[];
}

function someCells(random: Random, text: string, most: number): string {
  try {
    const whole = JSON.parse(text) as Notebook;
    const start = Math.floor(random() * random() * whole.cells.length);
    const cells = whole.cells.slice(start, start + 2 + Math.floor(random() * 8));
    const source = ({ source: lines }: (typeof cells)[number]) => (typeof lines === "string" ? lines : lines.join("")).split("\n").slice(0, most / 4).join("\n").slice(0, longestPart / 8);
    if (random() < 0.25) return JSON.stringify({ ...whole, cells: cells.map((cell) => ({ ...cell, source: source(cell) })) }, undefined, 1).slice(0, 2 * longestPart);
    return joinCells(cells.map((cell) => ({ isPython: cell.cell_type === "code", executionCount: cell.execution_count ?? undefined, text: source(cell) }))).text;
  } catch {
    return text.slice(0, longestPart);
  }
}
