/** Finds calls to somebody else that wait without end, or for longer than any caller will. */
import { pythonRule, type Edit, type Finding, type Fix, type PyCall, type PyExpr, type PythonFile, type RuleContext } from "../api.ts";
import { tryAgainFixes } from "./edits/try-again.ts";
import { oncePerFile } from "./knowledge/code.ts";
import { fileBounds, isEndless, isInsideDeadline, receiverBound, type FileBounds } from "./knowledge/bounds.ts";
import { chosenCallee } from "./knowledge/handed-calls.ts";
import { handedOver } from "./knowledge/handed-requests.ts";
import { definesService, isStartOrStop } from "./knowledge/services.ts";
import { isEndlessRequest, mentionsWaitingCall, waitingCall, type WaitingCall } from "./knowledge/waiting-calls.ts";
import { examples } from "./knowledge/waiting-examples.ts";

export default pythonRule({
  id: "python/request-without-timeout",
  title: "Call that may wait forever",
  severity: { default: "error", passed: "warning", disabled: "warning", database: "warning", process: "warning", thread: "info", long: "info", aside: "hint" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "Most Python clients wait without end unless told otherwise. One upstream that accepts the connection and then says nothing holds a worker until somebody restarts it; a few of those and the service is down although nothing has crashed.",
  remedy: "Give every call a timeout that is shorter than the deadline of whoever waits for you, and decide what happens when it passes: retry, fall back, or fail clearly. For a whole session, mount an adapter that sets it.",
  silent: "Libraries with a sound default (httpx, boto3, aiohttp's five minutes) unless it is switched off with `None`; arguments that cannot be seen (`**options`, a timeout received as a parameter); sessions with an adapter, subclass or wrapper that sets a timeout; a deadline around the call (`with timeout(...)`, `asyncio.wait_for`, a task's time limit); `socket.setdefaulttimeout`. Child processes and threads only count in files that define routes or handlers. Tests and notebooks get a hint.",
  references: [
    "https://requests.readthedocs.io/en/latest/user/advanced/#timeouts",
    "https://docs.python.org/3/library/socket.html#socket.setdefaulttimeout",
    "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
  ],
  options: { seconds: { default: 10, doc: "The timeout, in seconds, that the fix inserts." } },
  examples,
  prefilter: mentionsWaitingCall,

  judges: "statements",
  *check(file, context) {
    const bounds = boundsOf(file);
    if (bounds.all) return;
    const isService = isOfService(file);
    const [seconds, isAside] = [context.option<number>("seconds"), context.isTest || file.language === "notebook"];
    for (const call of file.here.calls()) {
      const callee = call.callee ?? chosenCallee(file, call, isEndlessRequest);
      const api = callee === undefined ? undefined : waitingCall(callee);
      const complaint = api && judge(file, call, api, bounds, isService);
      if (api && complaint) yield finding(file, context, call, api, complaint);
      const handed = api ? undefined : handedOver(file, call, bounds, seconds, isAside);
      if (handed) yield handed;
    }
  },
});

const boundsOf = oncePerFile(fileBounds);
const isOfService = oncePerFile(definesService);

interface Complaint {
  /** The argument that says None, when it is that. */
  readonly disabledBy: PyExpr | undefined;
  readonly variant: string;
  readonly isSure: boolean;
}

function judge(file: PythonFile, call: PyCall, api: WaitingCall, bounds: FileBounds, isService: boolean): Complaint | undefined {
  const given = call.argument(api.keyword, api.position);
  if (given && !isEndless(file, given) && !(api.zeroIsEndless && isZero(file, given))) return undefined;
  if (api.also?.some((keyword) => isBounding(file, call.argument(keyword)))) return undefined;
  if (!given && (call.spreadsUnknown || api.byDefault === "bounded" || mayBeElsewhere(file, call, api))) return undefined;
  if (api.waitsFor === "process" || api.waitsFor === "thread") {
    if (!isService || isStartOrStop(call.function) || isInWorkerLoop(call)) return undefined;
  }
  if (api.byDefault === "long" && !given && !isService) return undefined;
  if (call.callee === "socket.socket.connect" && bounds.sockets) return undefined;
  const receiver = receiverBound(file, call, bounds);
  if (!given && receiver === "bound" || isSessionCall(call) && bounds.sessions) return undefined;
  if (isInsideDeadline(file, call)) return undefined;
  const variant = api.waitsFor !== "network" ? api.waitsFor : api.byDefault === "long" && !given ? "long" : api.byDefault !== "forever" || isTimeoutObject(call) ? "disabled" : "default";
  return { disabledBy: given, variant: variant === "default" && receiver === "perhaps" ? "passed" : variant, isSure: receiver !== "perhaps" };
}

function isZero(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "number" && value.value === 0;
}

function isBounding(file: PythonFile, argument: PyExpr | undefined): boolean {
  return argument !== undefined && !isEndless(file, argument);
}

/** Set by a lone positional flag, or inside an address that cannot be read from here. */
function mayBeElsewhere(file: PythonFile, call: PyCall, api: WaitingCall): boolean {
  if (api.keyword === "timeout" && api.waitsFor === "thread" && call.positional.some((one) => file.valueOf(one).kind === "bool")) return true;
  const first = call.positional[0];
  if (/urlopen$|urlretrieve$/.test(call.callee ?? "") && first?.kind === "Str" && /^(file|data):/.test(first.value)) return true;
  if (call.callee?.startsWith("ftplib.FTP") && call.positional.length === 0 && !call.argument("host")) return true; // waits only in connect()
  if (!api.address) return false;
  const address = call.argument(api.address.keyword, api.address.position);
  if (!address) return false;
  const value = file.valueOf(address);
  return value.kind !== "string" || value.node.holes.length > 0 || api.address.option.test(value.value);
}

/** `while True: task = queue.get()`: waiting for work is what a worker does. */
function isInWorkerLoop(call: PyCall): boolean {
  if (call.method !== "get" && call.method !== "wait") return false;
  for (let at = call.node.parent; at && at.kind !== "FunctionDef"; at = at.parent) if (at.kind === "While") return true;
  return false;
}

function isSessionCall(call: PyCall): boolean {
  return /^(requests|cloudscraper|grequests)/.test(call.callee ?? "");
}

/** The call makes a timeout rather than uses one. */
function isTimeoutObject(call: PyCall): boolean {
  return call.callee?.endsWith("ClientTimeout") ?? false;
}

function finding(file: PythonFile, context: RuleContext, call: PyCall, api: WaitingCall, { disabledBy, variant, isSure }: Complaint): Finding {
  const isAside = context.isTest || file.language === "notebook";
  const fix = api.takesTimeout === false ? undefined : fixFor(file, call, api, context.option<number>("seconds"), disabledBy);
  return {
    at: call.name,
    message: messageFor(file, call, api, disabledBy, variant),
    variant: isAside ? "aside" : variant,
    confidence: api.byVersion && !disabledBy ? "possible" : isSure ? "certain" : "likely",
    ...(fix && { fixes: [fix, ...tryAgainFixes(file, call, fix.edits, fix.title.replace(/^Pass /, ""))] }),
  };
}

const consequences = {
  network: "one silent upstream holds this worker until a restart",
  database: "one stuck server holds this worker until a restart",
  process: "one child that hangs holds this worker until a restart",
  thread: "one task that never ends holds this worker until a restart",
} as const;

function messageFor(file: PythonFile, call: PyCall, api: WaitingCall, disabledBy: PyExpr | undefined, variant: string): string {
  const written = file.slice(call.node.func);
  const name = /^[\w.]{1,60}$/.test(written) ? written : call.method;
  const consequence = consequences[api.waitsFor];
  const pass = `Pass \`${api.keyword}=\`.`;
  if (disabledBy) return `\`${name}\` is told to wait forever (\`${api.keyword}=${shown(file, disabledBy)}\`): ${consequence}. Give it a number of seconds.`;
  if (variant === "long") return `\`${name}\` waits up to ten minutes unless given a timeout: one slow answer holds this worker long after its caller has left. ${pass}`;
  if (api.byVersion) return `\`${name}\` waits forever before redis-py 8 unless given a timeout: ${consequence}. ${pass}`;
  if (api.takesTimeout === false) return `\`${name}\` ${call.method === "connect" ? "waits forever on a socket without" : "cannot be given"} a timeout: ${consequence}. ${api.remedy ?? pass}`;
  return `\`${name}\` waits forever unless given a timeout: ${consequence}. ${pass}`;
}

function shown(file: PythonFile, node: PyExpr): string {
  const text = file.slice(node);
  return text.length <= 30 && !/[\r\n]/.test(text) ? text : "None";
}

function fixFor(file: PythonFile, call: PyCall, api: WaitingCall, seconds: number, disabledBy: PyExpr | undefined): Fix {
  const amount = api.unit === "milliseconds" ? seconds * 1000 : seconds;
  const value = api.value?.write(amount) ?? String(amount);
  const missing = api.value?.module === undefined ? undefined : file.addImport(api.value.module);
  const edits: Edit[] = missing ? [missing] : [];
  edits.push(disabledBy ? { at: { start: disabledBy.start, end: disabledBy.end }, text: value } : file.addArgument(call.node, `${api.keyword}=${value}`));
  return { title: `Pass ${api.keyword}=${value}`, safe: false, edits };
}
