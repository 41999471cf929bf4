/** Where Python services begin to be: applications made, servers started. */
import type { FileFacts, PyCall, PythonFile, Span } from "../../../rules/api.ts";
import { serviceBody } from "../concerns.ts";

/** Sources: the quickstarts of each framework. */
const made = /^(?:fastapi\.(?:applications\.)?FastAPI|flask\.(?:app\.)?Flask|quart\.Quart|starlette\.applications\.Starlette|aiohttp\.web\.Application|sanic\.Sanic|litestar\.Litestar|falcon\.(?:asgi\.)?A(?:pp|PI)|bottle\.Bottle|tornado\.web\.Application|apiflask\.APIFlask|connexion\.\w*App|django\.core\.wsgi\.get_wsgi_application|django\.core\.asgi\.get_asgi_application|grpc\.(?:aio\.)?server)$/;
const started = /^(?:uvicorn\.run|waitress\.serve|aiohttp\.web\.run_app|tornado\.ioloop\.IOLoop\.(?:current|instance)(?:\(\))?\.start|bottle\.run|(?:flask\.Flask|quart\.Quart|sanic\.Sanic|bottle\.Bottle)\.run|(?:http\.server|socketserver|wsgiref)\b.*\.serve_forever|grpc\.(?:aio\.)?server(?:\(\))?\.(?:start|wait_for_termination))$/;
const sign = /\b(?:FastAPI|Flask|APIFlask|Quart|Starlette|Application|Sanic|Litestar|App|API|Bottle|get_[wa]sgi_application|server|serve|serve_forever|run|run_app|start|wait_for_termination|FlaskApp|AsyncApp)\s*\(/;

/** Roots of all of those. */
const packages = /^(?:fastapi|flask|quart|starlette|aiohttp|sanic|litestar|falcon|bottle|tornado|apiflask|connexion|django|grpc|uvicorn|waitress|http|socketserver|wsgiref)(?:\.|$)/;

export function withService(file: PythonFile, facts: FileFacts): FileFacts {
  const isAsked = mayStart(file) && sign.test(file.text);
  const anchors: Span[] = isAsked ? [...facts.anchors] : [];
  const starts = isAsked ? file.calls().flatMap((call) => {
    const of = call.callee;
    const does = of === undefined ? undefined : made.test(of) ? "make" as const : started.test(of) ? "listen" as const : undefined;
    if (of === undefined || !does) return [];
    const { start, end } = call.name;
    const health = does === "make" ? healthRoute(file, call, of) : undefined;
    return [{ does, of, name: nameOf(file.slice(call.node.func)), at: anchors.push({ start, end }) - 1, ...(health && { health: { at: anchors.push(health.at) - 1, text: health.text } }) }];
  }) : [];
  const body = serviceBody(file.text, starts);
  return body.service ? { ...facts, ...(isAsked && { anchors }), body: { ...facts.body, ...body } } : facts;
}

/** What a file does not import it can hardly call. */
function mayStart(file: PythonFile): boolean {
  return file.nodes("Import").some(({ names }) => names.some(({ name }) => packages.test(name))) || file.nodes("ImportFrom").some(({ module }) => packages.test(module));
}

/** A route behind the statement that makes the application; for frameworks where a plain function with a decorator is one. */
function healthRoute(file: PythonFile, { node }: PyCall, of: string): { readonly at: Span; readonly text: string } | undefined {
  const framework = /^(fastapi|flask|quart)\./.exec(of)?.[1];
  const statement = node.parent;
  const [target, ...more] = statement?.kind === "Assign" ? statement.targets : [];
  if (!framework || !statement || statement.parent || target?.kind !== "Name" || more.length > 0 || file.notebook || file.text.includes("healthz")) return undefined;
  const end = statement.end + file.text.slice(statement.end).search(/[\r\n]|$/);
  if (!/^[ \t]*(?:#.*)?$/.test(file.text.slice(statement.end, end))) return undefined;
  const decorator = framework === "fastapi" ? `@${target.id}.get("/healthz")` : `@${target.id}.route("/healthz")`;
  return { at: { start: end, end }, text: `\n\n\n${decorator}\n${framework === "flask" ? "" : "async "}def healthz() -> dict[str, bool]:\n    return {"ok": True}${end === file.text.length ? "\n" : ""}` };
}

/** Short enough for a message. */
function nameOf(written: string): string {
  return written.length <= 60 && !/\s/.test(written) ? written : written.slice(written.lastIndexOf(".") + 1).trim().slice(0, 60);
}
