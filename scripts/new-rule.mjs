// Writes the skeleton of a rule: npm run new-rule -- python/some-bad-pattern
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

const id = process.argv[2] ?? "";
const match = /^(python|notebook|javascript|yaml|dockerfile|manifest|text|project)\/([a-z]+(?:-[a-z]+)*)$/.exec(id);
if (!match) {
  console.error("usage: npm run new-rule -- <language>/<bad-pattern>   (language: python, notebook, javascript, yaml, dockerfile, manifest, text, project)");
  process.exit(2);
}
const [, language] = match;
const file = path.resolve(import.meta.dirname, "..", "rules", `${id}.ts`);
if (existsSync(file)) {
  console.error(`${id} exists already: ${file}`);
  process.exit(2);
}
const factory = `${language}Rule`;
const body = language === "project"
  ? "  *check(project) {\n    for (const [path] of project.files) {\n      // yield { path, at: anchor, message: \"…\" };\n      void path;\n    }\n  },"
  : "  *check(file) {\n    // yield { at: { start, end }, message: \"…\" };\n    void file;\n  },";
writeFileSync(file, `/** TODO: one sentence: what this rule finds. */
import { ${factory} } from "../api.ts";

export default ${factory}({
  id: "${id}",
  title: "TODO: the bad pattern in plain words",
  severity: "warning",
  principle: "resilience",
  checklist: [],
  since: "0.1.0",
  why: \`TODO: what happens in production.\`,
  remedy: \`TODO: what to write instead.\`,
  silent: \`TODO: when it says nothing, and why.\`,
  references: [],
  examples: [{
    title: "TODO: the common shape",
    bad: "«TODO»",
    good: "",
  }],
${body}
});
`);
console.log(`wrote rules/${id}.ts\nnext: fill it in, then npm run generate && npx vitest run test/examples.test.ts -t "${id}"`);
