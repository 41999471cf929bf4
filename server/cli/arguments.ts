/** Command line arguments, checked; a mistake is a message and exit code 2. */
import { parseArgs, type ParseArgsConfig } from "node:util";

export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

export interface Command {
  readonly name: string;
  /** `preship check [paths]` */
  readonly usage: string;
  readonly summary: string;
  readonly options: Options;
  /** One line per option, for help. */
  readonly help: Readonly<Record<string, string>>;
}

export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

export function parseCommand(command: Command, args: readonly string[]): Parsed {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: { ...command.options, help: { type: "boolean", short: "h" } }, allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${commandHelp(command)}`);
  }
}

export function text(parsed: Parsed, name: string): string | undefined {
  const value = parsed.values[name];
  return typeof value === "string" ? value : undefined;
}

export function flag(parsed: Parsed, name: string): boolean {
  return parsed.values[name] === true;
}

export function list(parsed: Parsed, name: string): readonly string[] {
  const value = parsed.values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** One of the allowed values, or a message that names them. */
export function choice<T extends string>(parsed: Parsed, name: string, allowed: readonly T[], fallback: T): T {
  const value = text(parsed, name);
  if (value === undefined) return fallback;
  const found = allowed.find((one) => one === value);
  if (!found) throw new UsageError(`--${name} takes ${allowed.join(", ")}; it was given ${value}.`);
  return found;
}

export function commandHelp(command: Command): string {
  const names = Object.entries(command.help);
  const width = Math.max(0, ...names.map(([name]) => name.length));
  return [`usage: ${command.usage}`, "", command.summary, ...(names.length > 0 ? ["", ...names.map(([name, words]) => `  ${name.padEnd(width)}  ${words}`)] : []), ""].join("\n");
}
