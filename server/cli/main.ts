/** The command line: picks the command, prints help, turns failures into messages and exit codes. */
import { createRequire } from "node:module";
import { baseline, baselineCommand } from "./baseline.ts";
import { type Command, commandHelp, parseCommand, type Parsed, UsageError } from "./arguments.ts";
import { check, checkCommand } from "./check.ts";
import { gate, gateCommand, report, reportCommand, sign, signCommand, waive, waiveCommand } from "./gate.ts";
import { config, configCommand, explain, explainCommand, init, initCommand, listRules, rulesCommand } from "./knowledge.ts";
import { realTerminal, type Terminal } from "./terminal.ts";

declare const PRESHIP_VERSION: string | undefined;

const version = typeof PRESHIP_VERSION === "string" ? PRESHIP_VERSION : (createRequire(import.meta.url)("../../package.json") as { version: string }).version;

const lspCommand: Command = { name: "lsp", usage: "preship lsp --stdio", summary: "Starts the language server for any editor.", options: { stdio: { type: "boolean" } }, help: { "--stdio": "speak over standard input and output (the only way from here)" } };

const commands: readonly { readonly command: Command; run(parsed: Parsed, terminal: Terminal, version: string): Promise<number> | number }[] = [
  { command: checkCommand, run: check },
  { command: gateCommand, run: gate },
  { command: signCommand, run: sign },
  { command: waiveCommand, run: waive },
  { command: reportCommand, run: report },
  { command: baselineCommand, run: baseline },
  { command: rulesCommand, run: listRules },
  { command: explainCommand, run: explain },
  { command: configCommand, run: config },
  { command: initCommand, run: init },
  { command: lspCommand, run: startServer },
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
  return found.run(parsed, terminal, version);
}

/** The server takes over the process; the promise never settles while it serves. */
async function startServer(): Promise<number> {
  await import("../lsp/main.ts");
  return new Promise(() => {});
}

const terminal = realTerminal();
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // the reader (head, less) has seen enough
});
main(process.argv.slice(2), terminal).then(
  (code) => { process.exitCode = code; },
  (error: unknown) => {
    terminal.progress("");
    terminal.complain(error instanceof UsageError ? error.message : `preship could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = 2;
  },
);
