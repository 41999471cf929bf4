/** Folders with source that no pattern of CODEOWNERS reaches. */
import { projectRule } from "../api.ts";
import { loudness, overview } from "./shape/overview.ts";

export default projectRule({
  id: "project/unowned-path",
  title: "Path that no CODEOWNERS line covers",
  severity: { default: "info", exposed: "warning" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `Changes below this path ask nobody for review, and nobody is asked when it breaks.`,
  remedy: `Add a line for the path, or \`*\` as the first line for everything else.`,
  silent: `Files with a line for everything (\`*\`), single files at the root, prototypes. One finding names the folders.`,
  references: ["https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners"],
  examples: [
    { title: "Half the house", path: "CODEOWNERS", bad: "«/web/ @acme/web»\n", good: "* @acme/all\n/web/ @acme/web\n", files: {"api/a.py": "x = 1\n", "api/b.py": "x = 1\n", "api/c.py": "x = 1\n", "web/a.ts": "export const x = 1;\n"} },
  ],
  *check(project, context) {
    const loud = loudness(context.for("").profile);
    const [path, facts] = [...project.files].find(([, { body }]) => body.owners) ?? [];
    const owned = facts?.body.owners;
    const rules = owned?.rules.filter(({ isExclusion }) => !isExclusion) ?? [];
    const [first] = rules;
    if (!loud || !path || !first || rules.some(({ pattern, owners }) => /^(\/?\*\*?|\/|\*\.\*|\/\*\*\/?\*?)$/.test(pattern) && owners.length > 0)) return;
    const open = folders(overview(project, context).paths).filter((folder) => !rules.some(({ pattern }) => (owned?.isGitlab && !pattern.startsWith("/")) || mayReach(pattern, folder)));
    if (open.length === 0) return;
    const shown = open.slice(0, 4).map((folder) => `\`${folder}/\``).join(", ") + (open.length > 4 ? ` and ${open.length - 4} more` : "");
    const fix = { title: "Add lines, owners to be filled in", safe: false, edits: [], appends: open.map((folder) => ({ path, line: `/${folder}/ @ORG/TEAM` })) };
    yield { path, at: first.at, ...loud, fixes: [fix], message: `No line here covers ${shown}: changes there ask nobody for review, and nobody answers for them. Add a line, or \`*\` first for everything else.` };
  },
});

/** Folders at the root with several source files. */
function folders(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
    if (folder && !folder.startsWith(".") && /\.(py|[cm]?[jt]sx?|go|rs|java|kt|rb|ya?ml|tf|ipynb)$/.test(path)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= 3).map(([folder]) => folder);
}

/** Generous: a pattern that reaches anything in the folder counts, and so does one that may match anywhere. */
function mayReach(pattern: string, folder: string): boolean {
  const bare = pattern.replace(/^\//, "");
  const top = bare.split("/")[0] ?? "";
  return top === folder || top.includes("*") || top.includes("?") || (!pattern.startsWith("/") && !bare.replace(/\/$/, "").includes("/"));
}
