/** Tables of marked texts: what speaks carries `«…»`, what is silent carries none. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

export type Table = Readonly<Record<string, readonly string[]>>;

/** The text with the marks that the rule's findings give. `// path` in the first line names the file. */
export async function marked(rule: string, text: string): Promise<string> {
  const path = /^\/\/ (\S+\.\w+)\n/.exec(text)?.[1] ?? "service.ts";
  const bare = readMarkers(text).text;
  return withMarkers(bare, await lint(path, bare, rule));
}

export function cases(rule: string, tables: { readonly speaks: Table; readonly silent: Table }): void {
  for (const [title, texts] of Object.entries(tables.speaks)) {
    describe(`${rule} speaks: ${title}`, () => it.each(texts)("%s", async (text) => expect(await marked(rule, text)).toBe(text)));
  }
  for (const [title, texts] of Object.entries(tables.silent)) {
    describe(`${rule} is silent: ${title}`, () => it.each(texts)("%s", async (text) => expect(await marked(rule, text)).toBe(text)));
  }
}

/** Severities of the findings, in order. */
export function severities(rule: string, rows: readonly (readonly [text: string, ...severities: string[]])[]): void {
  it.each(rows.map(([text, ...wanted]) => ({ text, wanted })))(`${rule}: $wanted for $text`, async ({ text, wanted }) => {
    const path = /^\/\/ (\S+\.\w+)\n/.exec(text)?.[1] ?? "service.ts";
    expect((await lint(path, text, rule)).map(({ severity }) => severity)).toEqual(wanted);
  });
}
