/** A rule that never ends, while somebody types in an open document: the server stops it, names it, and answers for that text and the next. */
import { beforeAll, expect, it } from "vitest";
import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver/node";
import type { AnyRule, Finding, PythonFile } from "../../rules/api.ts";
import { buildProject } from "../../server/compose.ts";
import { abilitiesOf } from "../../server/lsp/abilities.ts";
import { OpenDocument } from "../../server/lsp/document.ts";
import { Publisher } from "../../server/lsp/publish.ts";
import { Session } from "../../server/lsp/session.ts";
import { languages } from "../fuzz/replay.ts";
import { allRules } from "../harness.ts";
import { richCapabilities } from "./client.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const id = "python/request-without-timeout";
const other = "text/hardcoded-secret";
const rules = allRules.filter((rule) => [id, other].includes(rule.id)).map((rule): AnyRule => {
  if (rule.id !== id) return rule;
  const check = rule.check as (...given: unknown[]) => Iterable<Finding>;
  return { ...rule, prefilter: undefined, check(...given: unknown[]) { while ((given[0] as PythonFile).text.includes("hang")); return check.apply(rule, given); } } as unknown as AnyRule;
});

it("is stopped", async () => {
  const [said, shown]: [string[], PublishDiagnosticsParams[]] = [[], []];
  const session = new Session({
    languages, rules, known: rules, buildProject, build: undefined, createInstalled: () => () => undefined, abilities: abilitiesOf({ processId: null, rootUri: null, capabilities: richCapabilities }),
    publisher: new Publisher((one) => shown.push(one), () => {}), log: { info() {}, warn() {}, trouble: ({ rule, path, message }) => said.push(`${path} ${rule ?? "-"} ${message}`) },
  }, { root: undefined, isFolder: false, onSettled: () => {} });
  const codes = (diagnostics: readonly Diagnostic[] = []) => diagnostics.map(({ code }) => code).sort();
  const text = 'import requests\nrequests.get(url)\npassword = "Tr4ding!Places"\n';
  const document = new OpenDocument("untitled:a.py", "python", 1, text);
  session.open("a.py", document);
  expect(codes(shown.at(-1)?.diagnostics)).toEqual([id, other]);
  session.change("a.py", [{ text: `${text}# hang\n` }], 2);
  await session.settle("a.py");
  expect([codes(shown.at(-1)?.diagnostics), shown.at(-1)?.version, said]).toEqual([[other], 2, [`a.py ${id} took longer than 5000 ms and is left out of this file`]]);
  session.change("a.py", [{ text: `${text}# hang on\n` }], 3);
  await session.settle("a.py");
  expect([codes(shown.at(-1)?.diagnostics), shown.at(-1)?.version, said.length]).toEqual([[other], 3, 1]);
  session.dispose();
}, 120_000);
