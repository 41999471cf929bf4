/** What the checklist's tests share: small repositories written in one file each, and what Preship makes of them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { checklists } from "../../rules/checklists/index.ts";
import type { Checklist } from "../../rules/checklists/types.ts";
import type { Evidence } from "../../server/checklist/model.ts";
import type { ItemView } from "../../server/checklist/state.ts";
import { type ConfigLayer, effectiveConfig } from "../../server/engine/config.ts";
import { findItem, readiness, type Readiness, type ReadinessInput } from "../../server/workspace/readiness.ts";
import { allRules, workspace } from "../harness.ts";

export type Files = Readonly<Record<string, string>>;

/** `-- path --` lines divide the file into files. */
export function fixture(name: string): Files {
  const text = readFileSync(path.join(import.meta.dirname, "fixtures", `${name}.txt`), "utf8");
  const pieces = text.split(/^-- (.+) --\n/m).slice(1);
  return Object.fromEntries(pieces.flatMap((piece, index) => (index % 2 === 0 ? [[piece, pieces[index + 1] ?? ""]] : [])));
}

const made: string[] = [];
afterAll(() => { for (const folder of made) rmSync(folder, { recursive: true, force: true }); });

/** A folder that goes when the tests are over. */
export function scratch(files: Files = {}): string {
  const root = mkdtempSync(path.join(tmpdir(), "preship-checklist-"));
  made.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

export async function inputOf(files: Files, config: Partial<ConfigLayer> = {}, root = scratch(), lists: readonly Checklist[] = checklists): Promise<ReadinessInput> {
  const effective = effectiveConfig([{ source: "preship.yaml", folder: "", ...config }]);
  const { analysis } = await workspace(files, config);
  return { root, analysis, rules: allRules, lists, configFor: () => effective, now: new Date("2026-11-22T12:00:00Z") };
}

export async function readinessOf(files: Files, config: Partial<ConfigLayer> = {}): Promise<Readiness> {
  return stateOf(await inputOf(files, config));
}

export function stateOf(input: ReadinessInput): Readiness {
  const state = readiness(input);
  if (!state) throw new Error("the project was not read");
  return state;
}

export function itemOf(state: Readiness, id: string): ItemView {
  const view = findItem(state, id);
  if (!view) throw new Error(`there is no item ${id}`);
  return view;
}

/** `found src/a.py: traces: opentelemetry`. */
export function words(evidence: readonly Evidence[]): string[] {
  return evidence.map(({ kind, path: file, text }) => `${kind} ${file && !text.includes(file) ? `${file}: ` : ""}${text}`);
}


