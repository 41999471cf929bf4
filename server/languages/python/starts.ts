/** Where Python services begin to be: applications made, servers started. */
import type { FileFacts, PythonFile, Span } from "../../../rules/api.ts";
import { serviceBody } from "../concerns.ts";

/** Sources: the quickstarts of each framework. */
const made = /^(?:fastapi\.(?:applications\.)?FastAPI|flask\.(?:app\.)?Flask|quart\.Quart|starlette\.applications\.Starlette|aiohttp\.web\.Application|sanic\.Sanic|litestar\.Litestar|falcon\.(?:asgi\.)?A(?:pp|PI)|bottle\.Bottle|tornado\.web\.Application|apiflask\.APIFlask|connexion\.\w*App|django\.core\.wsgi\.get_wsgi_application|django\.core\.asgi\.get_asgi_application|grpc\.(?:aio\.)?server)$/;
const started = /^(?:uvicorn\.run|waitress\.serve|aiohttp\.web\.run_app|tornado\.ioloop\.IOLoop\.(?:current|instance)(?:\(\))?\.start|bottle\.run|(?:flask\.Flask|quart\.Quart|sanic\.Sanic|bottle\.Bottle)\.run|(?:http\.server|socketserver|wsgiref)\b.*\.serve_forever|grpc\.(?:aio\.)?server(?:\(\))?\.(?:start|wait_for_termination))$/;
const sign = /\b(?:FastAPI|Flask|APIFlask|Quart|Starlette|Application|Sanic|Litestar|App|API|Bottle|get_[wa]sgi_application|server|serve|serve_forever|run|run_app|start|wait_for_termination|FlaskApp|AsyncApp)\s*\(/;

export function withService(file: PythonFile, facts: FileFacts): FileFacts {
  const anchors: Span[] = [...facts.anchors];
  const starts = sign.test(file.text) ? file.calls().flatMap((call) => {
    const of = call.callee;
    const does = of === undefined ? undefined : made.test(of) ? "make" as const : started.test(of) ? "listen" as const : undefined;
    if (of === undefined || !does) return [];
    const { start, end } = call.name;
    return [{ does, of, name: nameOf(file.slice(call.node.func)), at: anchors.push({ start, end }) - 1 }];
  }) : [];
  const body = serviceBody(file.text, starts);
  return body.service ? { ...facts, anchors, body: { ...facts.body, ...body } } : facts;
}

/** Short enough for a message. */
function nameOf(written: string): string {
  return written.length <= 60 && !/\s/.test(written) ? written : written.slice(written.lastIndexOf(".") + 1).trim().slice(0, 60);
}
