/** Edit scripts on YAML texts: the tree that followed the edits against one read from the text they left. */
import type { TextChange } from "../../server/engine/language.ts";
import { commentsAfter, yamlComments } from "../../server/languages/yaml/comments.ts";
import { parseYaml, type ParsedYaml } from "../../server/languages/yaml/nodes.ts";
import { reparse } from "../../server/languages/yaml/reparse.ts";
import type { TreeNode } from "../../server/languages/yaml/tree.ts";
import { applied, change, pick, seeded, type Random } from "../fuzz/mutations.ts";

export interface Outcome {
  /** Of the first edit after which the trees differ. */
  readonly wrong?: { readonly before: string; readonly change: TextChange; readonly kept: string; readonly fresh: string } | undefined;
  /** Edits after which only a part was read. */
  readonly followed: number;
}

export function replayed(text: string, edits: number, random: Random, pool: string): Outcome {
  let [now, tree, comments, followed] = [text, parseYaml(text), yamlComments(text) as ReturnType<typeof commentsAfter>, 0];
  let undo: TextChange | undefined;
  for (let index = 0; index < edits; index++) {
    const edit = undo ?? (random() < 0.8 ? typed(random, now) : change(random, now, pool));
    const before = now;
    undo = undo || random() < 0.2 ? undefined : { at: { start: edit.at.start, end: edit.at.start + edit.text.length }, text: before.slice(edit.at.start, edit.at.end) };
    now = applied(now, [edit]);
    const kept = reparse(tree, before, edit, now);
    const fresh = parseYaml(now);
    if (kept) followed++;
    if (kept && shown(kept) !== shown(fresh)) return { followed, wrong: { before, change: edit, kept: shown(kept), fresh: shown(fresh) } };
    comments = kept?.reread ? commentsAfter(comments, now, kept.reread, now.length - before.length) : yamlComments(now);
    const [keptComments, freshComments] = [comments, yamlComments(now)].map((list) => JSON.stringify(list));
    if (keptComments !== freshComments) return { followed, wrong: { before, change: edit, kept: keptComments ?? "", fresh: freshComments ?? "" } };
    tree = kept ?? fresh;
  }
  return { followed };
}

export { seeded };

/** What somebody types: a few letters or marks inside a line, or the end of one. */
function typed(random: Random, text: string): TextChange {
  const at = Math.floor(random() * (text.length + 1));
  if (random() < 0.25) return { at: { start: at, end: Math.min(text.length, at + 1 + Math.floor(random() * 3)) }, text: "" };
  return { at: { start: at, end: at }, text: pick(random, ["a", "b c", ":", ": ", " ", "-", "- x", "\n", "\n  ", "\n    key: value\n", "\"", "'", "#", " # note", "[", "]", "{", "}", "|", "|\n", ",", "?", "!", "%", "&", "*"]) };
}

/** Kinds, places, values and problems. */
export function shown({ documents, problems, isTemplate, hasAnchors }: ParsedYaml): string {
  const one = (node: TreeNode): unknown => {
    const { start, end } = node;
    if (node.kind === "scalar") return [start, end, node.type, node.style, node.value, node.innerAt, node.value === "" ? 0 : node.spanOf(0, 1)];
    if (node.kind === "sequence") return [start, end, node.items.map(one)];
    return [start, end, node.entries.map((entry) => [entry.start, entry.end, entry.key, entry.keyAt, entry.isAlias, entry.isAlias ? 0 : one(entry.value)])];
  };
  return JSON.stringify({ documents: documents.map(({ start, end, root }) => [start, end, root && !hasAnchors ? one(root) : 0]), problems: problems.map(({ at, message }) => [at.start, at.end, message]).sort(), isTemplate, hasAnchors });
}
