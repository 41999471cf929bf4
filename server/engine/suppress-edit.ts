/** Where and how to write a suppression comment for a finding, so that it is one in that place of that language. */
import type { Span } from "../../rules/api.ts";
import type { LineIndex } from "./positions.ts";

export interface SuppressionEdit {
  readonly at: Span;
  /** The comment up to the reason, and what follows it. */
  readonly before: string;
  readonly after: string;
}

const slashes = ["// ", ""] as const;
const hash = ["# ", ""] as const;
const block = ["/* ", " */"] as const;
const markup = ["<!-- ", " -->"] as const;

const byExtension: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  js: [slashes, block], mjs: [slashes, block], cjs: [slashes, block], ts: [slashes, block], mts: [slashes, block], cts: [slashes, block],
  jsx: [slashes, ["{/* ", " */}"]], tsx: [slashes, ["{/* ", " */}"]], jsonc: [slashes], json5: [slashes],
  go: [slashes], java: [slashes], kt: [slashes], cs: [slashes], swift: [slashes], rs: [slashes], php: [slashes], scala: [slashes], c: [slashes], cpp: [slashes], h: [slashes], proto: [slashes], groovy: [slashes], gradle: [slashes],
  md: [markup], html: [markup], xml: [markup], vue: [slashes, markup], svelte: [slashes, markup], config: [markup],
  json: [], ipynb: [], lock: [],
};

/** The comment forms of a file, by its name; most configuration and script files have `#`. */
export function commentForms(path: string): readonly (readonly [string, string])[] {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return (Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined) ?? [hash];
}

/** The first place where `isAccepted` finds that the comment works: the line above, else the end of the line. It is handed the text with the comment and where the finding is in it. */
export function suppressionEdit(text: string, lines: LineIndex, path: string, offset: number, rule: string, isAccepted: (text: string, offset: number) => boolean): SuppressionEdit | undefined {
  const { line } = lines.position(offset);
  const start = lines.lineStart(line);
  const rest = text.slice(start);
  const content = /^[^\r\n]*/.exec(rest)?.[0] ?? "";
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const indent = /^[ \t]*/.exec(content)?.[0] ?? "";
  const end = start + content.length;
  // a comment after a backslash ends the statement in Python and shell; in a Dockerfile such lines are taken out first
  const isContinued = /\\\r?\n?$/.test(text.slice(0, start)) && !/dockerfile|containerfile/i.test(path);
  for (const [open, close] of commentForms(path)) {
    const comment = `${open}preship: ignore[${rule}] `;
    const above: SuppressionEdit = { at: { start, end: start }, before: indent + comment, after: close + newline };
    const beside: SuppressionEdit = { at: { start: end, end }, before: `  ${comment}`, after: close };
    const found = (isContinued ? [beside] : [above, beside]).find((edit) => {
      const comment = `${edit.before}reason${edit.after}`;
      return isAccepted(text.slice(0, edit.at.start) + comment + text.slice(edit.at.end), edit === above ? offset + comment.length : offset);
    });
    if (found) return found;
  }
  return undefined;
}
