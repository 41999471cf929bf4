/** A file as text: comments and named strings by the format its name tells, no tree. */
import type { Comment, FileFacts, LanguageId, NamedString, TextFile } from "../../../rules/api.ts";
import type { OpenFile } from "../../engine/language.ts";
import { serviceBody } from "../concerns.ts";
import { readComments } from "./comments.ts";
import { documentFacts } from "./documents.ts";
import { environmentFacts } from "./environment-file.ts";
import { environmentRead } from "./environment.ts";
import { formatOf } from "./formats.ts";
import { namedStringsOf } from "./names/index.ts";
import { ownerFacts } from "./owners.ts";
import { resolutionFacts } from "./resolution.ts";

export function plainFile<Id extends LanguageId>(path: string, text: string, language: Id): TextFile & { readonly language: Id } {
  const format = formatOf(path);
  let comments: readonly Comment[] | undefined;
  let strings: readonly NamedString[] | undefined;
  return {
    path, text, language, problems: [],
    comments: () => (comments ??= readComments(text, format)),
    namedStrings: () => (strings ??= namedStringsOf(path, text, format.shape)),
    slice: (at) => text.slice(at.start, at.end),
    environmentRead: (variable, at) => environmentRead(path, text, variable, at),
  };
}

export function openPlain(path: string, text: string): OpenFile {
  const open: OpenFile & { file: TextFile } = {
    file: plainFile(path, text, "text"),
    facts: () => factsOf(path, open.file.text),
    update: (_changes, next) => { open.file = plainFile(path, next, "text"); },
    dispose: () => {},
  };
  return open;
}

function factsOf(path: string, text: string): FileFacts {
  return documentFacts(path, text) ?? resolutionFacts(path, text) ?? ownerFacts(path, text) ?? withService(environmentFacts(path, text), path, text);
}

/** Configuration of what stands around services: proxies, process managers, infrastructure as code, start scripts. */
const around = /(?:^|\/)(?:Procfile|Caddyfile|Makefile|Jenkinsfile|\.env[\w.-]*|[\w.-]+\.(?:conf|cfg|cnf|ini|toml|tf|tfvars|hcl|sh|bash|properties|env|service|vcl|tmpl|tpl|template|j2|bicep))$/i;

function withService(facts: FileFacts | undefined, path: string, text: string): FileFacts {
  const known = facts ?? { path, language: "text", anchors: [], body: {} };
  return around.test(path) ? { ...known, body: { ...known.body, ...serviceBody(text) } } : known;
}
