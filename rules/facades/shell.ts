/** The shell façade: the commands a script would run, wherever it is embedded, and what those commands install. */
import type { Span } from "./text.ts";

/** U+FFFC stands for every expansion whose value cannot be seen. */
export interface ShellWord extends Span {
  /** As the program would receive it: quotes removed, known variables filled in. */
  readonly value: string;
  /** False when `value` holds U+FFFC, a pathname pattern or a brace expansion. */
  readonly isLiteral: boolean;
}

export interface ShellAssignment extends Span {
  readonly name: string;
  readonly value: ShellWord | undefined;
}

/** Text in echo, in commit messages, here-documents and comments is data: it never becomes a command. */
export interface ShellCommand extends Span {
  /** Every word, wrappers included; no assignments, no redirections. */
  readonly words: readonly ShellWord[];
  /** Base name of what runs in the end: `sudo -H /usr/bin/pip3 install x` is `pip3`. Undefined when it cannot be seen. */
  readonly program: string | undefined;
  /** The words after the program. */
  readonly arguments: readonly ShellWord[];
  /** `A=1` in front of the command, or alone. */
  readonly assignments: readonly ShellAssignment[];
  /** The command that reads this one's output: `curl … | sh`. */
  readonly feeds: ShellCommand | undefined;
  /** `cmd || true` and its like. */
  readonly isFailureIgnored: boolean;
}

export interface ShellScript {
  /** In source order, those inside `( )`, `if`, `$( )`, `sh -c '…'` and functions included. */
  commands(): readonly ShellCommand[];
  installs(): readonly PackageInstall[];
}

/** One command that installs packages by name. */
export interface PackageInstall {
  readonly command: ShellCommand;
  /** The command up to its verb, as a person would say it: `python -m pip install`. */
  readonly written: string;
  /** The verb alone: the `install` of `npm install`. */
  readonly verbAt: Span;
  readonly tool: "pip" | "conda" | "npm" | "yarn" | "pnpm" | "bun" | "gem" | "go" | "cargo";
  /** Only what is asked for by name, in order; paths, wheels and `-r` files are not. */
  readonly packages: readonly PackageRequest[];
  /** No package is named: the tool reads the manifest of the folder. */
  readonly readsManifest: boolean;
  /** Names of the flags given, without values. */
  readonly flags: ReadonlySet<string>;
}

export interface PackageRequest extends Span {
  readonly name: string;
  /**
   * `none`: newest at the time; `moving`: a tag such as latest; `range`: any that matches; `branch`: a repository without a fixed commit;
   * `pinned`: one version, commit or file, or one that a constraint decides; `unknown`: cannot be seen.
   */
  readonly version: "none" | "moving" | "range" | "branch" | "pinned" | "unknown";
  /** The installer itself or what it is made of: `pip install --upgrade pip`. */
  readonly isInstaller: boolean;
  /** How a pinned request would be written: `requests==<version>`. */
  readonly pinnedForm: string;
}
