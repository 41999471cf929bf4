/** The command line: picks the command and loads what it needs, prints help, turns failures into messages and exit codes. */
import { createRequire } from "node:module";
import { type Command, commandHelp, parseCommand, type Parsed, UsageError } from "./arguments.ts";
import { check } from "./check.ts";
import * as about from "./commands.ts";
import { legible } from "./reporters/text.ts";
import { realTerminal, type Terminal } from "./terminal.ts";

declare const PRESHIP_VERSION: string | undefined;

const version = typeof PRESHIP_VERSION === "string" ? PRESHIP_VERSION : (createRequire(import.meta.url)("../../package.json") as { version: string }).version;

type Run = (parsed: Parsed, terminal: Terminal, version: string) => Promise<number> | number;

const commands: readonly { readonly command: Command; load(): Promise<Run> | Run }[] = [
  { command: about.checkCommand, load: () => check },
  { command: about.gateCommand, load: async () => (await import("./gate.ts")).gate },
  { command: about.signCommand, load: async () => (await import("./gate.ts")).sign },
  { command: about.waiveCommand, load: async () => (await import("./gate.ts")).waive },
  { command: about.reportCommand, load: async () => (await import("./gate.ts")).report },
  { command: about.baselineCommand, load: async () => (await import("./baseline.ts")).baseline },
  { command: about.rulesCommand, load: async () => (await import("./knowledge.ts")).listRules },
  { command: about.explainCommand, load: async () => (await import("./knowledge.ts")).explain },
  { command: about.configCommand, load: async () => (await import("./knowledge.ts")).config },
  { command: about.initCommand, load: async () => (await import("./knowledge.ts")).init },
  { command: about.lspCommand, load: () => startServer },
];

const codes = "Exit code 0: clean. 1: findings at or above the threshold, or a gate that does not hold. 2: could not run.";

async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    const width = Math.max(...commands.map(({ command }) => command.name.length));
    terminal.print(["usage: preship <command> [options]", "", ...commands.map(({ command }) => `  ${command.name.padEnd(width)}  ${command.summary}`), "", "`preship <command> --help` tells more.", codes, ""].join("\n"));
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    terminal.print(`${version}\n`);
    return 0;
  }
  const found = commands.find(({ command }) => command.name === name);
  if (!found) throw new UsageError(`There is no command ${name}. Commands: ${commands.map(({ command }) => command.name).join(", ")}.`);
  const parsed = parseCommand(found.command, rest);
  if (parsed.values["help"]) {
    terminal.print(commandHelp(found.command));
    return 0;
  }
  return (await found.load())(parsed, terminal, version);
}

/** The server takes over the process; the promise never settles while it serves. */
async function startServer(): Promise<number> {
  await import("../lsp/main.ts");
  return new Promise(() => {});
}

const terminal = realTerminal();
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // the reader (head, less) has seen enough
  terminal.complain(`preship: the report could not be written: ${error.message}`);
  process.exit(2);
});
process.stderr.on("error", () => {}); // nobody hears what is said beside the report
main(process.argv.slice(2), terminal).then(
  (code) => { process.exitCode = code; },
  (error: unknown) => {
    terminal.progress("");
    terminal.complain(messageOf(error).split("\n").map(legible).join("\n"));
    process.exitCode = 2;
  },
);

/** A mistake of the user's and a refusal of the platform's speak for themselves; of anything else it is told where it arose. */
function messageOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  const isRefusal = error instanceof Error && "syscall" in error;
  return `preship could not run: ${error instanceof Error ? (isRefusal ? error.message : (error.stack ?? error.message)) : String(error)}`;
}
