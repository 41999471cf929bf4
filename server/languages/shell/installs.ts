/** Recognises commands that install packages and reads what they ask for. */
import type { PackageInstall, PackageRequest, ShellCommand, ShellWord, Span } from "../../../rules/api.ts";
import { installerPackages, installers, type Installer } from "./installers.ts";
import { readers } from "./requests.ts";
import { hole } from "./words.ts";

export function installOf(command: ShellCommand): PackageInstall | undefined {
  const { program } = command;
  if (!program) return undefined;
  for (const installer of installers) {
    if (!installer.programs.test(program)) continue;
    for (const verb of installer.verbs) {
      const found = findVerb(command.arguments, verb, installer);
      if (found) return read(command, program, installer, found);
    }
  }
  return undefined;
}

interface Verb {
  /** Index of the first word after the verb. */
  readonly rest: number;
  readonly words: readonly ShellWord[];
}

/** The verb's words in order, with only flags between them. */
function findVerb(given: readonly ShellWord[], verb: readonly string[], installer: Installer): Verb | undefined {
  const words: ShellWord[] = [];
  let at = 0;
  for (const wanted of verb) {
    while (given[at]?.value.startsWith("-") && given[at]?.value !== wanted) at += takesNext(given[at]?.value ?? "", installer) && wanted !== "-m" ? 2 : 1;
    const word = given[at];
    if (word?.value !== wanted) return undefined;
    words.push(word);
    at++;
  }
  return { rest: at, words };
}

function read(command: ShellCommand, program: string, installer: Installer, verb: Verb): PackageInstall | undefined {
  const { flags, positional } = sortArguments(command.arguments, verb.rest, installer);
  for (const word of command.arguments.slice(0, verb.rest)) if (word.value.startsWith("-") && !verb.words.includes(word)) flags.set(word.value.split("=", 1)[0] ?? "", "");
  const last = verb.words.at(-1);
  if (installer.onlyWith && !installer.onlyWith.some((flag) => flags.has(flag)) && !/@(latest|next)$/.test(positional[0]?.value ?? "")) return undefined;
  const asked = installer.onlyFirst ? positional.slice(0, 1) : positional;
  const isDecided = installer.deciding.some((flag) => flags.has(flag)) || command.assignments.some(({ name }) => name === "PIP_CONSTRAINT" || name === "UV_CONSTRAINT");
  const packages = asked.flatMap((word) => request(word, flags, installer, isDecided) ?? []);
  return {
    command, tool: installer.tool, packages,
    written: [program, ...verb.words.map((word) => word.value)].join(" "),
    verbAt: last ? spanOf(last) : spanOf(command.words[0] ?? command),
    readsManifest: positional.length === 0,
    flags: new Set(flags.keys()),
  };
}

/** No package is called so; it keeps the readers' patterns cheap on any text. */
const longestRequest = 500;

function request(word: ShellWord, flags: ReadonlyMap<string, string>, installer: Installer, isDecided: boolean): PackageRequest | undefined {
  if (!word.isLiteral && !word.value.includes(hole)) return undefined; // a pattern matches files
  if (word.value.length > longestRequest) return undefined;
  const found = readers[installer.syntax](word.value, flags);
  if (!found || installer.local?.some((flag) => flags.has(flag))) return undefined;
  return { ...spanOf(word), ...found, version: isDecided ? decided(flags, installer) : found.version, isInstaller: installerPackages[installer.tool].includes(found.name.toLowerCase()) };
}

function decided(flags: ReadonlyMap<string, string>, installer: Installer): PackageRequest["version"] {
  if (installer.tool !== "cargo") return "pinned";
  if (flags.has("--git")) return flags.has("--rev") || flags.has("--tag") ? "pinned" : "branch";
  const version = flags.get("--version") ?? flags.get("--vers") ?? "";
  return version.includes(hole) || /^=?\d+\.\d+\.\d+/.test(version) ? "pinned" : "range";
}

function sortArguments(given: readonly ShellWord[], from: number, installer: Installer): { readonly flags: Map<string, string>; readonly positional: ShellWord[] } {
  const flags = new Map<string, string>();
  const positional: ShellWord[] = [];
  for (let i = from; i < given.length; i++) {
    const word = given[i];
    if (!word) break;
    const { value } = word;
    if (value === "--") {
      if (installer.tool !== "gem") positional.push(...given.slice(i + 1)); // gem hands the rest to the compiler
      break;
    }
    if (!value.startsWith("-") || value === "-") positional.push(word);
    else if (takesNext(value, installer)) {
      const argument = given[++i];
      flags.set(value, argument?.value ?? "");
      if (installer.syntax === "python" && /^(-e|--editable)$/.test(value) && argument?.value.includes("+")) positional.push(argument); // a repository, not a folder
    }
    else {
      const [name = value, ...rest] = value.split("=");
      const short = value.slice(0, 2);
      const isGlued = !value.startsWith("--") && value.length > 2 && installer.valued.includes(short);
      flags.set(isGlued ? short : name, isGlued ? value.slice(2).replace(/^=/, "") : rest.join("="));
    }
    if (installer.onlyFirst && positional.length > 0) break;
  }
  return { flags, positional };
}

function takesNext(flag: string, installer: Installer): boolean {
  if (installer.valued.includes(flag)) return true;
  // bundled short flags: the last one takes the value, `-qr file`
  const bundled = /^-[A-Za-z]{2,4}$/.test(flag) ? `-${flag.at(-1)}` : "";
  return installer.tool === "pip" && (bundled === "-r" || bundled === "-c" || bundled === "-e") && !installer.valued.includes(flag.slice(0, 2));
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
