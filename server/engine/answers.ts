/** What was last answered for a file, and from what: asked for again and again by whoever shows the whole workspace. */
import type { Finding, Project } from "../../rules/api.ts";
import type { EffectiveConfig } from "./config.ts";
import type { FileState } from "./file-state.ts";
import type { RawProject } from "./lint.ts";
import type { Reported } from "./report.ts";

/** What decides about the findings of a file. */
export interface Basis {
  readonly state: FileState;
  readonly house: readonly Finding[] | undefined;
  readonly told: readonly RawProject[] | undefined;
  /** The project that decided about findings which hold only where requests are answered. */
  readonly project: Project | undefined;
  readonly config: EffectiveConfig;
}

interface Answer {
  readonly basis: Basis;
  /** Undefined when only its own file decides. */
  readonly changes: number | undefined;
  readonly findings: readonly Reported[];
}

export class Answers {
  private readonly known = new Map<string, Answer>();

  /** Undefined where something else decides now. */
  get(path: string, { state, house, told, project, config }: Basis, changes: number): Reported[] | undefined {
    const known = this.known.get(path);
    const basis = known?.basis;
    const isSame = basis?.state === state && basis.house === house && basis.told === told && basis.project === project && basis.config === config;
    return known && isSame && (known.changes === undefined || known.changes === changes) ? [...known.findings] : undefined;
  }

  keep(path: string, basis: Basis, findings: readonly Reported[], changes: number): void {
    const isStory = findings.some(({ related }) => related.some((step) => step.path !== path))
      || basis.state.raw.some(({ finding }) => finding.fixes?.some(({ version }) => version !== undefined));
    this.known.set(path, { basis, findings, changes: isStory ? changes : undefined });
  }

  forget(path: string): void {
    this.known.delete(path);
  }
}
