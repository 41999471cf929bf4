/** Reads Poetry's tables and Pipfile's, which give requirements as keys with a version or a table. */
import type { Dependency, DependencyGroup, PinState, Span } from "../../../../rules/api.ts";
import { type Data, type DataEntry, type DataTable, entriesAt, flagAt, textAt, valueAt } from "../data.ts";
import { archivePin, poetryPin, pythonPin, revisionPin } from "../pins.ts";
import { pythonKey } from "../requirement.ts";
import { isDevelopmentName } from "./shape.ts";

export interface KeyedForm {
  readonly pin: (specifier: string) => PinState;
  readonly pinWith: "==" | "";
  /** Keys of a table that name a revision that stays, in the tool's grammar. */
  readonly revision: readonly string[];
}

const poetryForm: KeyedForm = { pin: poetryPin, pinWith: "", revision: ["rev"] };
export const pipfileForm: KeyedForm = { pin: pythonPin, pinWith: "==", revision: ["ref"] };

export function poetryEntries(root: DataTable): Dependency[] {
  const poetry = valueAt(root, "tool", "poetry");
  const hasStandardList = valueAt(root, "project", "dependencies") !== undefined;
  const runtime = readKeyed(entriesAt(poetry, "dependencies"), "runtime", "", poetryForm)
    .filter((one) => !(hasStandardList && one.source === "registry" && one.specifier === "")); // only enriches the standard list
  return [
    ...runtime,
    ...readKeyed(entriesAt(poetry, "dev-dependencies"), "development", "dev-dependencies", poetryForm),
    ...entriesAt(poetry, "group").flatMap(({ key, value }) => readKeyed(entriesAt(value, "dependencies"), isDevelopmentName(key) ? "development" : "optional", key, poetryForm)),
  ];
}

export function readKeyed(entries: readonly DataEntry[], group: DependencyGroup, groupName: string, form: KeyedForm): Dependency[] {
  return entries.filter(({ key }) => key.toLowerCase() !== "python").flatMap((entry) => {
    const values = entry.value.kind === "list" ? entry.value.items : [entry.value];
    return values.flatMap((value) => {
      const found = requirementOf(value, form);
      if (!found) return [];
      const at: Span = entry.value.kind === "list" ? value.at : { start: entry.keyAt.start, end: Math.max(entry.keyAt.end, value.at.end) };
      return [{
        name: entry.key, key: pythonKey(entry.key), ecosystem: "python" as const, at, nameAt: entry.keyAt,
        pinWith: form.pinWith, extras: [], marker: textAt(value, "markers") ?? textAt(value, "python") ?? "",
        group: flagAt(value, "optional") && group === "runtime" ? "optional" as const : group, groupName, hashes: 0, ...found,
      }];
    });
  });
}

function requirementOf(value: Data, form: KeyedForm): Pick<Dependency, "specifier" | "specifierAt" | "source" | "pin"> | undefined {
  if (value.kind === "string") return { specifier: value.value, specifierAt: value.isPlain ? value.innerAt : undefined, source: "registry", pin: form.pin(value.value) };
  if (value.kind !== "table") return undefined;
  const text = (key: string) => textAt(value, key);
  const none = { specifierAt: undefined } as const;
  if (text("git") !== undefined || text("hg") !== undefined) {
    const revision = form.revision.map(text).find(Boolean);
    return { ...none, specifier: revision ?? text("branch") ?? "", source: "vcs", pin: text("tag") ? "fixed" : text("branch") ? "moving" : revisionPin(revision) };
  }
  if (text("path") !== undefined) return { ...none, specifier: text("path") ?? "", source: "path", pin: "fixed" };
  const url = text("url") ?? text("file");
  if (url !== undefined) return { ...none, specifier: url, source: /^https?:/.test(url) ? "url" : "path", pin: /^https?:/.test(url) ? archivePin(url) : "fixed" };
  const version = valueAt(value, "version");
  if (version?.kind === "string") return requirementOf(version, form);
  return { ...none, specifier: "", source: "registry", pin: form.pin("") };
}
