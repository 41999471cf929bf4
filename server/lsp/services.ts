/** What every session needs from the world around it; handed in once, so that sessions know neither wiring nor connection. */
import type { AnyRule, FileFacts, Project, RuleMeta, Surroundings } from "../../rules/api.ts";
import type { Language } from "../engine/language.ts";
import type { Trouble } from "../engine/report.ts";
import type { InstalledLookup } from "../workspace/surroundings.ts";
import type { Abilities } from "./abilities.ts";
import type { Publisher } from "./publish.ts";

export interface Services {
  readonly languages: readonly Language[];
  readonly rules: readonly AnyRule[];
  /** Rules and house rules: everything a config or a page may name. */
  readonly known: readonly RuleMeta[];
  readonly buildProject: (files: ReadonlyMap<string, FileFacts>, surroundings: Surroundings) => Project;
  /** Which sources this is built from; without it nothing is kept between two starts. */
  readonly build: string | undefined;
  readonly createInstalled: (root: string) => InstalledLookup;
  readonly abilities: Abilities;
  readonly publisher: Publisher;
  readonly log: Log;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** The same trouble twice is said once. */
  trouble(problem: Trouble): void;
}
