/** Where code answers a client: response methods of the frameworks, exceptions they turn into answers, values that handlers return. */
import type { JavaScriptFile, JsCall, JsExpr, JsNode } from "../../api.ts";
import { firstName, lastName, within } from "../taint/tree.ts";

export interface Answer {
  readonly node: JsNode;
  /** What is sent. */
  readonly value: JsExpr;
  /** As people call it: `res.json`. */
  readonly name: string;
  /** Whose fault the answer says it was; `unknown` when the status is not literal. */
  readonly status: "server" | "client" | "unknown" | "unsaid";
}

const responseName = /^_?(?:res|resp|response|reply|ctx|context|c|h)$/;
const sending = /^(?:json|jsonp|send|end|write|render|status|code|sendError|badRequest|notFound|internalServerError|serverError|internal|error|text|html|body|type|send\w*)$/;
/** Exceptions whose message the framework sends as it is. */
const exceptions = /^(?:HttpException|InternalServerErrorException|BadRequestException|UnauthorizedException|ForbiddenException|NotFoundException|ConflictException|UnprocessableEntityException|BadGatewayException|ServiceUnavailableException|TRPCError|GraphQLError|ApolloError|HTTPException|createError|createHttpError|HttpError|UserInputError|RpcException|WsException)$/;
const clientErrors = /^(?:BadRequest|Unauthorized|Forbidden|NotFound|Conflict|Unprocessable|UserInput)/;

/** Every answer among these statements, nested callbacks left out. */
export function* answersIn(file: JavaScriptFile, body: readonly JsNode[]): Generator<Answer> {
  for (const statement of body) {
    for (const node of within(statement)) {
      if (node.kind === "Call" || node.kind === "New") yield* ofCall(file, file.call(node));
      else if (node.kind === "Assign" && node.target.kind === "Member" && node.target.property === "body" && /^(?:ctx|context|response)$/.test(lastName(node.target.object))) yield { node, value: node.value, name: file.slice(node.target), status: statusAround(file, body) };
      else if (node.kind === "Return" && node.value?.kind === "Object") yield* ofReturn(file, node.value);
    }
  }
}

function* ofCall(file: JavaScriptFile, call: JsCall): Generator<Answer> {
  const { node, method, receiver } = call;
  if (receiver && sending.test(method) && isResponse(file, receiver)) {
    const value = method === "render" ? call.args[1] : call.args.find((arg) => arg.kind !== "Num");
    if (value && method !== "status" && method !== "code" && method !== "type") yield { node, value, name: `${firstName(node.callee)}.${method}`, status: statusOf(file, call) };
    return;
  }
  const [first] = call.args;
  if (/^(?:NextResponse|Response)$/.test(method) && call.isNew && first) yield { node, value: first, name: `new ${method}`, status: statusInOptions(file, call.args[1]) };
  else if (method === "json" && receiver && /^(?:NextResponse|Response)$/.test(lastName(receiver)) && first) yield { node, value: first, name: `${lastName(receiver)}.json`, status: statusInOptions(file, call.args[1]) };
  else if (exceptions.test(method) && isThrownOrNext(node)) yield* call.args.map((value): Answer => ({ node, value, name: method, status: clientErrors.test(method) ? "client" : method === "TRPCError" ? "server" : statusAmong(call.args) }));
  else if (method === "next" && !receiver && first?.kind === "Object") yield { node, value: first, name: "next", status: statusInOptions(file, first) };
  else if (!receiver && /^(?:send|fail|failure|error|bad|internal|server|respond)\w*$/i.test(method) && call.args.some((arg) => arg.kind === "Name" && /^(?:res|reply|response)$/.test(arg.id))) {
    for (const value of call.args) if (value.kind !== "Name") yield { node, value, name: method, status: statusAmong(call.args) };
  }
}

/** Something that answers: the parameter itself, or a chain on it that says the status. */
function isResponse(file: JavaScriptFile, node: JsExpr): boolean {
  if (node.kind === "Call" && node.callee.kind === "Member") return /^(?:status|code|type|header|set|setHeader|contentType|response|format|writeHead|cookie|headers)$/.test(node.callee.property ?? "") && isResponse(file, node.callee.object);
  if (node.kind === "Member") return node.property === "response" && (node.object.kind === "This" || (node.object.kind === "Name" && /^(?:ctx|context)$/.test(node.object.id)));
  if (node.kind !== "Name" || !responseName.test(node.id)) return false;
  return file.bindingsOf(node).some(({ how, value }) => how === "parameter" || (value?.kind === "Call" && lastName(value.callee) === "getResponse"));
}

function isThrownOrNext(node: JsNode): boolean {
  const { parent } = node;
  return parent?.kind === "Throw" || parent?.kind === "Return" || (parent?.kind === "Call" && /^(?:next|reject|callback|cb)$/.test(lastName(parent.callee)));
}

/** A function platform's answer: `{ statusCode: 500, body: … }`. */
function* ofReturn(file: JavaScriptFile, value: Extract<JsExpr, { kind: "Object" }>): Generator<Answer> {
  const entry = (key: string) => value.properties.find((one) => one.kind === "Property" && one.key === key)?.value;
  const body = entry("body");
  const status = entry("statusCode");
  if (body && status) yield { node: value, value: body, name: "body", status: status.kind === "Num" ? sideOf(status.value) : "unknown" };
}

function statusOf(file: JavaScriptFile, call: JsCall): Answer["status"] {
  for (let at: JsExpr | undefined = call.receiver; at?.kind === "Call" && at.callee.kind === "Member"; at = at.callee.object) {
    if (at.callee.property !== "status" && at.callee.property !== "code") continue;
    return statusFrom(file, at.args[0]);
  }
  const second = call.args[1];
  if (call.method === "json" && second?.kind === "Num") return sideOf(second.value); // Hono
  return call.method === "badRequest" || call.method === "notFound" ? "client" : "unsaid";
}

function statusFrom(file: JavaScriptFile, node: JsExpr | undefined): Answer["status"] {
  if (!node) return "unsaid";
  const value = file.valueOf(node);
  if (value.kind === "number") return sideOf(value.value);
  const name = lastName(node);
  if (/BAD_REQUEST|UNPROCESSABLE|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|CONFLICT/i.test(name)) return "client";
  return /INTERNAL|SERVER_ERROR/i.test(name) ? "server" : "unknown";
}

function statusInOptions(file: JavaScriptFile, node: JsExpr | undefined): Answer["status"] {
  const value = node && file.valueOf(node);
  if (value?.kind !== "object") return "unsaid";
  const status = value.entries.get("status") ?? value.entries.get("statusCode");
  return status ? statusFrom(file, status) : "unsaid";
}

function statusAmong(args: readonly JsExpr[]): Answer["status"] {
  const number = args.find((arg) => arg.kind === "Num");
  return number?.kind === "Num" ? sideOf(number.value) : args.some((arg) => /INTERNAL/.test(lastName(arg))) ? "server" : args.some((arg) => /BAD_REQUEST|NOT_FOUND|FORBIDDEN/.test(lastName(arg))) ? "client" : "unsaid";
}

/** `ctx.status = 500` beside `ctx.body = …`. */
function statusAround(file: JavaScriptFile, body: readonly JsNode[]): Answer["status"] {
  for (const statement of body) for (const node of within(statement)) {
    if (node.kind === "Assign" && node.target.kind === "Member" && node.target.property === "status") return statusFrom(file, node.value);
  }
  return "unsaid";
}

function sideOf(status: number): Answer["status"] {
  return status >= 500 ? "server" : status >= 400 ? "client" : "unsaid";
}
