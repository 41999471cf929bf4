/** Which functions of a file answer requests, as far as the file itself shows. */
import type { PyExpr, PyFunctionDef, PyLambda, PythonFile } from "../../api.ts";

/** Packages whose import makes decorated functions of a file handlers. */
const frameworks = /^(fastapi|flask|starlette|django|rest_framework|aiohttp\.web|sanic|tornado|bottle|falcon|quart|bentoml|litestar|ray\.serve|robyn|chalice|aws_lambda_powertools)(\.|$)/;
const routeMethods = /^(route|get|post|put|patch|delete|head|options|websocket|websocket_route|api_view|api_route|endpoint|api|errorhandler|before_request|middleware)$/;
const startAndStop = /^(main|_?_?(init|setup|start|startup|stop|shutdown|close|terminate|cleanup|teardown|del|exit|aexit|enter|lifespan|run|join|wait)_?_?)$|^_*init|shutdown|startup|lifespan|on_(start|stop|exit)/i;

/** True when the file defines routes or another kind of request handler. */
export function definesService(file: PythonFile): boolean {
  const usesFramework = file.imports().some((name) => frameworks.test(name));
  return file.collect(handlers).some((handler) => usesFramework || handler === "lambda");
}

const handlers = (file: PythonFile): readonly ("route" | "lambda")[] => file.here.functions().flatMap((one) => (isLambdaHandler(one) ? ["lambda"] as const : isHandler(one) ? ["route"] as const : []));

/** Decorated as a route. */
export function isHandler(node: PyFunctionDef): boolean {
  return node.decorators.some((one) => routeMethods.test(lastName(one.kind === "Call" ? one.func : one)));
}

/** A function in which waiting for the end of something is the very purpose. */
export function isStartOrStop(node: PyFunctionDef | PyLambda | undefined): boolean {
  return node === undefined || (node.kind === "FunctionDef" && startAndStop.test(node.name));
}

function isLambdaHandler(node: PyFunctionDef): boolean {
  return /^(lambda_handler|handler)$/.test(node.name) && node.params[0]?.name === "event" && node.params[1]?.name === "context";
}

function lastName(node: PyExpr): string {
  return node.kind === "Attribute" ? node.attr : node.kind === "Name" ? node.id : "";
}
