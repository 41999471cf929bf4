/** The house rules that no compiler keeps: who imports whom, what each file says of itself, how long it is, that generated files are fresh. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const rooms = ["client", "server", "rules", "bench", "scripts", "test"];
const generated = ["rules/index.ts", "rules/checklists/index.ts", "rules/templates/index.ts"];

const walk = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["node_modules", "fixtures", "dist", "shots"].includes(entry.name) || name === "test/e2e/workspace" ? [] : walk(name);
    return /\.(ts|mjs)$/.test(name) ? [name] : [];
  });
const sources = rooms.flatMap(walk);
const text = (file: string) => readFileSync(path.join(root, file), "utf8");

function importsOf(file: string): string[] {
  const found = [...text(file).matchAll(/^\s*(?:import|export)\b[^"';]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^\s*import\s+"([^"]+)"/gm)];
  return found.map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? "";
    return target.startsWith(".") ? path.posix.normalize(path.posix.join(path.posix.dirname(file), target)) : target;
  });
}

/** Room by room: what its files may import. The first pattern that matches a file decides. */
const table: readonly { readonly room: RegExp; readonly may: RegExp }[] = [
  { room: /^rules\/principles\.ts$/, may: /^$/ },
  { room: /^rules\/(api|facades\/.*|facts\/.*)\.ts$/, may: /^rules\/(principles|api|facades\/|facts\/)/ },
  { room: /^rules\/(index|checklists\/.*|templates\/.*)\.ts$/, may: /^rules\// },
  { room: /^rules\/(python|notebook)\//, may: /^rules\/(api\.ts|principles\.ts|facts\/|python\/|notebook\/|shell\/)/ },
  { room: /^rules\/javascript\//, may: /^rules\/(api\.ts|javascript\/)/ },
  { room: /^rules\/yaml\//, may: /^rules\/(api\.ts|yaml\/|shell\/)/ },
  { room: /^rules\/dockerfile\//, may: /^rules\/(api\.ts|dockerfile\/|shell\/)/ },
  { room: /^rules\/shell\//, may: /^rules\/(api\.ts|shell\/)/ },
  { room: /^rules\/manifest\//, may: /^rules\/(api\.ts|manifest\/)/ },
  { room: /^rules\/text\//, may: /^rules\/(api\.ts|text\/)/ },
  { room: /^rules\/project\//, may: /^rules\/(api\.ts|facts\/|project\/|manifest\/|python\/knowledge\/|templates\/index\.ts)/ },
  { room: /^server\/engine\//, may: /^(rules\/(api|principles|facades\/\w+)\.ts|server\/engine\/|picomatch$)/ },
  { room: /^server\/project\//, may: /^(rules\/(api\.ts|facades\/|facts\/)|server\/(project|engine)\/)/ },
  { room: /^server\/checklist\//, may: /^(rules\/(api|principles|checklists\/.*|templates\/.*)\.ts|server\/(checklist|engine)\/|yaml$)/ },
  { room: /^server\/languages\//, may: /^(?!node:|vscode|server\/(lsp|cli|workspace|checklist|compose)|rules\/(index|python|javascript|yaml|dockerfile|manifest|text|project)\b)/ },
  { room: /^server\/workspace\//, may: /^(?!vscode|server\/(lsp|cli|compose)|rules\/index)/ },
  { room: /^server\/cli\//, may: /^(?!vscode|web-tree-sitter|typescript$|@typescript-eslint|server\/languages)/ },
  { room: /^server\/lsp\//, may: /^(?!web-tree-sitter|typescript$|@typescript-eslint|dockerfile-ast|server\/languages)/ },
  { room: /^client\//, may: /^(vscode|vscode-languageclient(\/node(\.js)?)?|node:\w+|client\/.*|server\/lsp\/messages\.ts)$/ },
];

describe("imports keep to ARCHITECTURE.md", () => {
  for (const { room, may } of table) {
    it(String(room), () => {
      const mine = sources.filter((file) => table.find((row) => row.room.test(file))?.room === room);
      const wrong = mine.flatMap((file) => importsOf(file).filter((target) => !may.test(target)).map((target) => `${file} -> ${target}`));
      expect(wrong).toEqual([]);
    });
  }
});

describe("source files", () => {
  it("open with one sentence that says what they are", () => {
    const silent = sources.filter((file) => !/^(#!.*\n)?(\/\*\*|\/\/ )/.test(text(file)) && !/\.(config)\.\w+$/.test(file));
    expect(silent).toEqual([]);
  });

  it("hold one idea: at most 400 lines", () => {
    const long = sources.filter((file) => !generated.includes(file) && !file.startsWith("test/") && !/\/knowledge\//.test(file)).map((file) => [file, text(file).split("\n").length] as const);
    expect(long.filter(([, lines]) => lines > 401).map(([file, lines]) => `${file}: ${lines}`)).toEqual([]);
  });

  it("have ids that are their paths", () => {
    const rules = sources.filter((file) => /^rules\/\w+\/[a-z-]+\.ts$/.test(file) && /export default \w+Rule\(/.test(text(file)));
    expect(rules.length).toBeGreaterThan(0);
    for (const file of rules) expect(text(file), file).toContain(`id: "${file.slice("rules/".length, -3)}"`);
  });
});

describe("generated files", () => {
  it("are fresh; else run npm run generate", () => {
    expect(() => execFileSync(process.execPath, ["scripts/generate.mjs", "--check"], { cwd: root, stdio: "pipe" })).not.toThrow();
  });
});
