/** The language server's process: a connection over the channel named on the command line, and an orderly end. */
import { Console } from "node:console";
import { createRequire } from "node:module";
import { createConnection, ProposedFeatures, type Connection } from "vscode-languageserver/node";
import { checklists } from "../../rules/checklists/index.ts";
import { build } from "../build.ts";
import { buildProject, createInstalled, createLanguages, rules } from "../compose.ts";
import { houseRules } from "../engine/house.ts";
import { forgiving } from "./forgiving.ts";
import { Inbox } from "./inbox.ts";
import { FrameReader } from "./reader.ts";
import { Server } from "./server.ts";
import { WholeMessageWriter } from "./writer.ts";

declare const PRESHIP_VERSION: string | undefined;

const version = typeof PRESHIP_VERSION === "string" ? PRESHIP_VERSION : (createRequire(import.meta.url)("../../package.json") as { version: string }).version;
const items = new Map(checklists.flatMap((list) => list.parts).flatMap((part) => part.items).map((item) => [item.id, item.text]));

const options = forgiving((reason) => connection.console.warn(reason));
const connection: Connection = process.argv.includes("--stdio") ? overStandardStreams() : createConnection(ProposedFeatures.all, options);

// an unforeseen error leaves the state unknown: say it once and go, the client starts a fresh server
let isGoing = false;
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    if (isGoing) return;
    isGoing = true;
    process.exitCode = 1;
    connection.console.error(`Preship's server stops after an unforeseen error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    setTimeout(() => process.exit(1), 50);
  });
}

const server: Server = new Server(connection, {
  version, rules, build, buildProject, createInstalled,
  languages: createLanguages(),
  known: [...rules, ...Object.values(houseRules)],
  itemText: (id) => items.get(id),
});
connection.listen();

function overStandardStreams(): Connection {
  globalThis.console = new Console(process.stderr, process.stderr); // standard output is the protocol's, whatever a library has to say
  for (const event of ["end", "close", "error"] as const) process.stdin.on(event, () => process.exit(server.isDown ? 0 : 1));
  const inbox = new Inbox((message, turns) => server.takeChange(message, turns));
  // each side may be a stream or what reads and writes it, though the library's types know only pairs of a kind
  return createConnection(ProposedFeatures.all, new FrameReader(process.stdin, inbox) as unknown as NodeJS.ReadableStream, new WholeMessageWriter(process.stdout) as unknown as NodeJS.WritableStream, options);
}
