/** What the manifest tests share: a façade of one text, and the findings of one rule in a small workspace. */
import type { ManifestFile, Surroundings } from "../../rules/api.ts";
import type { ManifestFacts } from "../../rules/facts/manifest.ts";
import type { Reported } from "../../server/engine/report.ts";
import { manifestLanguage } from "../../server/languages/manifest/index.ts";
import { readMarkers, withMarkers, workspace } from "../harness.ts";

const language = manifestLanguage();

export function manifest(path: string, text: string): ManifestFile {
  return language.open(path, text).file as ManifestFile;
}

export function factsOf(path: string, text: string): ManifestFacts {
  const facts = language.open(path, text).facts().body.manifest;
  if (!facts) throw new Error(`no manifest facts for ${path}`);
  return facts;
}

export interface Setting {
  readonly files?: Readonly<Record<string, string>>;
  /** Paths that exist without being read. */
  readonly beside?: readonly string[];
  readonly ignored?: readonly string[];
  readonly installed?: Readonly<Record<string, string>>;
}

export async function findings(path: string, text: string, rule: string, setting: Setting = {}): Promise<Reported[]> {
  const files = { ...setting.files, [path]: text };
  const surroundings: Surroundings = {
    paths: new Set([...Object.keys(files), ...(setting.beside ?? []), ...(setting.ignored ?? [])]),
    ignored: new Set(setting.ignored ?? []),
    installed: (_folder, ecosystem, name) => setting.installed?.[`${ecosystem} ${name}`],
  };
  const { findings: found, trouble } = await workspace(files, {}, surroundings);
  if (trouble.length > 0) throw new Error(JSON.stringify(trouble));
  return found(path, rule);
}

/** The text with the rule's findings marked, to be compared with the marked text. */
export async function marked(path: string, withMarks: string, rule: string, setting?: Setting): Promise<string> {
  const { text } = readMarkers(withMarks);
  return withMarkers(text, await findings(path, text, rule, setting));
}
