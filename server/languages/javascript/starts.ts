/** Where JavaScript services begin to be: applications made, servers started. */
import type { JavaScriptFile, JsCall, JsExpr, Span } from "../../../rules/api.ts";
import type { StartFact } from "../../../rules/facts/service.ts";

/** Sources: the quickstarts of each framework; routers are no applications. */
const made = /^(?:express(?:\.express)?|ultimate-express|fastify(?:\.(?:fastify|default))?|koa|hono(?:\.Hono)?|@hono\/zod-openapi\.OpenAPIHono|elysia\.Elysia|restify\.createServer|polka|connect|@hapi\/hapi\.[sS]erver|hyper-express\.Server|@nestjs\/core\.NestFactory\.create|@feathersjs\/express|@nestjs\/core\.NestFactory\.createMicroservice|(?:@grpc\/grpc-js|grpc)\.Server)$/;
const servers = /^(?:node:https?\.createServer|node:http2\.create(?:Secure)?Server)$/;
const started = /^(?:globalThis\.(?:Bun|Deno)\.serve|@hono\/node-server\.serve)$/;
const serverName = /^(?:\w*(?:app|server|http|https|express|fastify|koa|web|api)\w*)$/i;
const sign = /\blisten\s*\(|\bbindAsync\b|\bserve\s*\(|\bcreate\b|\b(?:express|fastify|Fastify|Koa|Hono|polka)\b/;

export function startsOf(file: JavaScriptFile, anchor: (at: Span) => number): StartFact[] {
  if (!sign.test(file.text)) return [];
  return file.calls().flatMap((call) => {
    const start = made.test(call.callee ?? "") ? { does: "make" as const, of: call.callee ?? "" } : listening(file, call);
    return start ? [{ ...start, name: nameOf(file, call), at: anchor(call.name) }] : [];
  });
}

function listening(file: JavaScriptFile, call: JsCall): Pick<StartFact, "does" | "of"> | undefined {
  if (started.test(call.callee ?? "")) return { does: "listen", of: call.callee ?? "" };
  if (call.method === "bindAsync" && call.receiver && /^(?:@grpc\/grpc-js|grpc)\.Server$/.test(makerOf(file, call.receiver) ?? "")) return { does: "listen", of: makerOf(file, call.receiver) ?? "" };
  if (call.method !== "listen" || !call.receiver || call.args.length > 4) return undefined;
  const of = makerOf(file, call.receiver);
  if (of !== undefined && (made.test(of) || servers.test(of))) return { does: "listen", of };
  const name = lastName(call.receiver);
  return of === undefined && call.args.length > 0 && serverName.test(name) ? { does: "listen", of: "" } : undefined;
}

/** Undefined where nothing shows it, or only that this project made it. */
function makerOf(file: JavaScriptFile, receiver: JsExpr): string | undefined {
  const value = file.valueOf(receiver);
  const of = value.kind === "call" || value.kind === "new" ? value.of : value.kind === "symbol" ? value.name : undefined;
  if (of === undefined) return undefined;
  const maker = of.replace(/(?:\(\)|#(?=[a-z])).*$/s, "");
  return maker === "" || /^[.#~]|^@\//.test(maker) ? undefined : maker;
}

function lastName(node: JsExpr): string {
  if (node.kind === "Name") return node.id;
  if (node.kind === "Member") return node.property ?? "";
  if (node.kind === "Call") return lastName(node.callee);
  return node.kind === "Cast" || node.kind === "Await" ? lastName(node.value) : "";
}

function nameOf(file: JavaScriptFile, { node, method }: JsCall): string {
  const written = file.slice(node.callee);
  return written.length <= 60 && !/\s/.test(written) ? written : method;
}
