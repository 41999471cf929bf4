/** The checklist of one folder on disk: analysis, configuration, sign-off file and git brought together; the same for editor and command line. */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AnyRule, Profile, Project } from "../../rules/api.ts";
import type { Checklist } from "../../rules/checklists/types.ts";
import { templates } from "../../rules/templates/index.ts";
import { decide, type Decision } from "../checklist/decide.ts";
import { itemsOf, type ListView, overview } from "../checklist/overview.ts";
import { signoffsPath } from "../checklist/signoffs.ts";
import type { ItemView } from "../checklist/state.ts";
import { projectView, type ProjectView, workspaceView } from "../checklist/workspace-view.ts";
import type { Analysis } from "../engine/analysis.ts";
import type { EffectiveConfig } from "../engine/config.ts";
import { isTestPath } from "../engine/lint.ts";
import { gitIdentity, gitState } from "./git.ts";
import { changeSignoff, signoffsOf } from "./signoffs-file.ts";
import { makeFolder } from "./write.ts";

export interface ReadinessInput {
  readonly root: string;
  readonly analysis: Analysis;
  readonly rules: readonly AnyRule[];
  readonly lists: readonly Checklist[];
  readonly configFor: (path: string) => EffectiveConfig;
  readonly now: Date;
}

export interface Readiness {
  readonly lists: readonly ListView[];
  readonly profile: Profile;
  readonly profileChosen: boolean;
  /** Why the sign-off file may not be written. */
  readonly problem: string | undefined;
}

/** Undefined until the project rules have run once. */
export function readiness({ root, analysis, rules, lists: known, configFor, now }: ReadinessInput): Readiness | undefined {
  const project = analysis.facts;
  if (!project) return undefined;
  const config = configFor("preship.yaml");
  const findings = [...analysis.paths()].flatMap((file) => analysis.findings(file));
  const { facts, paths } = remembered(analysis, project, (file) => isTestPath(file, configFor(file)));
  const signoffs = signoffsOf(root);
  const lists = overview({
    lists: known, rules, profile: config.profile, findings, signoffs: signoffs.byItem, now,
    hasTrait: (trait) => config.trait(trait) ?? facts.traits.has(trait),
    view: workspaceView({ paths, facts, findings, digest: (file) => analysis.digest(file) }),
  });
  return { lists, profile: config.profile, profileChosen: config.layers.some((layer) => layer.profile !== undefined), problem: signoffs.problem };
}

interface Memory {
  readonly project: Project;
  readonly facts: ProjectView;
  readonly paths: readonly string[];
}

const memories = new WeakMap<Analysis, Memory>();

/** What stays the same while nobody changes a fact, and, of that, the list of files while none comes or goes. */
function remembered(analysis: Analysis, project: Project, isTest: (path: string) => boolean): Memory {
  const known = memories.get(analysis);
  if (known?.project === project) return known;
  const { paths, ignored } = project.surroundings;
  const sorted = [...paths].filter((file) => !ignored.has(file) && file !== signoffsPath).sort(); // a signature is no evidence
  const isSame = known?.paths.length === sorted.length && known.paths.every((file, index) => file === sorted[index]);
  const fresh: Memory = { project, facts: projectView(project, isTest), paths: isSame ? known.paths : sorted };
  memories.set(analysis, fresh);
  return fresh;
}

/** Answers with why it was refused, or undefined when the sign-off file now says so. */
export async function decideItem(input: ReadinessInput, item: string, decision: Decision): Promise<string | undefined> {
  const state = readiness(input);
  if (!state) return "The project is still being read. Try again in a moment.";
  if (state.problem) return state.problem;
  const found = findItem(state, item);
  if (!found) return `There is no checklist item ${item}.`;
  const { name, email } = gitIdentity(input.root);
  const by = name && email ? `${name} <${email}>` : name;
  const outcome = decide(found, decision, { by, commit: gitState(input.root)?.commit, now: input.now });
  if ("refused" in outcome) return outcome.refused;
  return changeSignoff(input.root, item, outcome.signoff, state.lists.flatMap(itemsOf).filter(isAsked).map((view) => view.item.id));
}

/** Items of other profiles get no line of their own in the sign-off file until somebody decides about them. */
function isAsked({ state, signoff }: ItemView): boolean {
  return state !== "not-applicable" || signoff !== undefined;
}

export type Created = { readonly path: string } | { readonly refused: string };

/** Writes an item's artefact from its template; what is there already is never overwritten. */
export function createArtefact(root: string, view: ItemView): Created {
  const { artefact } = view.item;
  const text = artefact && templates[artefact.template];
  if (!artefact || text === undefined) return { refused: "This item has no template." };
  const target = path.resolve(root, artefact.path);
  if (!target.startsWith(root + path.sep)) return { refused: `${artefact.path} lies outside the folder.` };
  if (existsSync(target)) return { refused: `${artefact.path} is there already; it is left as it is.` };
  try {
    makeFolder(path.dirname(target));
    writeFileSync(target, text, { flag: "wx" });
  } catch (error) {
    return { refused: `${artefact.path} could not be written: ${error instanceof Error ? error.message : String(error)}` };
  }
  return { path: artefact.path };
}

export function findItem(state: Readiness, item: string): ItemView | undefined {
  return state.lists.flatMap(itemsOf).find((view) => view.item.id === item);
}
