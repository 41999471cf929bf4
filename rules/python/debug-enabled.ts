/** Finds debug modes that are switched on in code. */
import { pythonRule, type Finding, type Fix, type PyAssign, type PyCall, type PyExpr, type PyNode, type PythonFile, type RuleContext, type Span } from "../api.ts";
import { Found } from "./knowledge/code.ts";
import { mentions } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/debug-enabled",
  title: "Debug mode switched on in code",
  severity: { default: "error", settings: "warning", hosts: "warning", reload: "info", aside: "hint" },
  principle: "deployment",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "Flask's debugger gives whoever reaches an error page a Python console; Django's shows settings, queries and local variables. Reloaders watch files and double the processes. A literal in the code is how it ships.",
  remedy: "Read the switch from the environment with a default of off, or leave it out and use the command line's flag while developing (`flask run --debug`, `fastapi dev`).",
  silent: "Switches from the environment or a setting; settings files for development and tests (`settings/dev.py`, `local_settings.py`) and those that others complete (`settings/base.py`); a reloader that only runs under `if __name__ == \"__main__\"`; anything under a condition that speaks of debugging or development.",
  references: ["https://flask.palletsprojects.com/en/stable/debugging/", "https://docs.djangoproject.com/en/stable/howto/deployment/checklist/", "https://fastapi.tiangolo.com/reference/fastapi/"],
  examples: [
    { title: "The debugger ships", bad: "from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(host=\"0.0.0.0\", «debug=True»)\n", good: "import os\nfrom flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(host=\"0.0.0.0\", debug=os.environ.get(\"FLASK_DEBUG\") == \"1\")\n" },
    { title: "Django settings", path: "shop/settings.py", bad: "SECRET_KEY = read_secret()\n«DEBUG = True»\n«ALLOWED_HOSTS = [\"*\"]»\nINSTALLED_APPS = []\n", good: "import os\n\nSECRET_KEY = read_secret()\nDEBUG = os.environ.get(\"DJANGO_DEBUG\") == \"1\"\nALLOWED_HOSTS = [\"shop.example.com\"]\nINSTALLED_APPS = []\n" },
  ],
  prefilter: /debug|reload|ALLOWED_HOSTS/i,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      if (call.callee !== undefined) yield* ofCall(file, context, call);
      if (/^(?:update|from_mapping)$/.test(call.method)) yield* ofConfiguring(file, context, call);
    }
    for (const node of file.here.nodes("Assign")) for (const target of node.targets) if (isSwitch(target)) yield* ofAssignment(file, context, node, target, node.value);
  },
});

/** Constructors and runners whose `debug` shows internals to the visitor. */
const debugging = /^(flask\.Flask\.run|quart\.Quart\.run|dash\.Dash\.(run|run_server)|bottle\.(run|Bottle\.run)|sanic\.Sanic\.run|fastapi\.(applications\.)?FastAPI|starlette\.applications\.Starlette|tornado\.web\.Application|flask_socketio\.SocketIO\.run|litestar\.Litestar|jupyter_dash\.JupyterDash\.run_server)$/;
const reloading = /^(uvicorn\.run|uvicorn\.Config|hypercorn\.\w+)$/;
const consoles = /^(flask|quart|dash|bottle|flask_socketio|jupyter_dash)\./;

function* ofCall(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  const { callee } = call;
  if (callee === undefined || !(debugging.test(callee) || reloading.test(callee)) || isDevelopment(file, call.node)) return;
  const isReload = reloading.test(callee);
  const keyword = isReload ? "reload" : "debug";
  const argument = call.node.args.find(({ name }) => name === keyword);
  if (!argument || !isTrue(file, argument.value) || (isReload && isUnderMain(call.node))) return;
  const fix: Fix = { title: `Pass ${keyword}=False`, safe: false, edits: [{ at: { start: argument.value.start, end: argument.value.end }, text: "False" }] };
  const written = file.slice(call.node.func);
  const name = /^[\w.]{1,50}$/.test(written) ? written : call.method;
  const consequence = isReload ? "the server watches files, restarts by itself and runs one worker only" : consoles.test(callee) ? "whoever reaches an error page may get a Python console" : "error pages show source and local variables to the visitor";
  yield told(file, context, argument, `\`${name}\` with \`${keyword}=True\` ships like this: ${consequence}. Read it from the environment, off by default.`, isReload ? "reload" : "default", fix);
}

/** `app.config.update(DEBUG=True)`, `app.config.from_mapping(DEBUG=True)`. https://flask.palletsprojects.com/en/stable/config/ */
function* ofConfiguring(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  const { receiver } = call;
  if (receiver?.kind !== "Attribute" || receiver.attr !== "config") return;
  const argument = call.node.args.find(({ name }) => name === "DEBUG");
  const of = file.valueOf(receiver.value);
  if (!argument || !isTrue(file, argument.value) || !(of.kind === "call" || of.kind === "instance") || !/^(?:flask\.Flask|quart\.Quart)$/.test(of.of) || isDevelopment(file, call.node)) return;
  const fix: Fix = { title: "Set it to False", safe: false, edits: [{ at: { start: argument.value.start, end: argument.value.end }, text: "False" }] };
  yield told(file, context, argument, `\`${file.slice(call.node.func)}\` with \`DEBUG=True\` ships like this: whoever reaches an error page may get a Python console. Read it from the environment, off by default.`, "default", fix);
}

function* ofAssignment(file: PythonFile, context: RuleContext, node: PyNode, target: PyExpr, value: PyExpr): Generator<Finding> {
  if (isDevelopment(file, node)) return;
  const fix: Fix = { title: "Set it to False", safe: false, edits: [{ at: { start: value.start, end: value.end }, text: "False" }] };
  if (target.kind === "Name" && node.parent === undefined && isDjangoSettings(file)) {
    if (target.id === "DEBUG" && isTrue(file, value) && !isOverridden(file, "DEBUG", node)) yield told(file, context, node, "`DEBUG = True` ships like this: Django's error pages show settings, queries and local variables to the visitor. Read it from the environment, off by default.", "settings", fix);
    const isAll = value.kind === "List" && value.elements.some((one) => one.kind === "Str" && one.value === "*");
    if (target.id === "ALLOWED_HOSTS" && isAll && !isOverridden(file, "ALLOWED_HOSTS", node)) yield told(file, context, node, "`ALLOWED_HOSTS` with `\"*\"` accepts any Host header: password-reset links and caches can be made to point elsewhere. List the names this service answers to.", "hosts");
    return;
  }
  if (!isTrue(file, value)) return;
  const holder = target.kind === "Attribute" && target.attr === "debug" ? target.value : target.kind === "Subscript" && target.index.kind === "Str" && target.index.value === "DEBUG" && target.value.kind === "Attribute" && target.value.attr === "config" ? target.value.value : undefined;
  const of = holder && file.valueOf(holder);
  if ((of?.kind === "call" || of?.kind === "instance") && /^(flask\.Flask|quart\.Quart|dash\.Dash)$/.test(of.of)) yield told(file, context, node, `\`${file.slice(target)} = True\` ships like this: whoever reaches an error page may get a Python console. Read it from the environment, off by default.`, "default", fix);
}

function isSwitch(target: PyExpr): boolean {
  if (target.kind === "Name") return target.id === "DEBUG" || target.id === "ALLOWED_HOSTS";
  return target.kind === "Attribute" ? target.attr === "debug" : target.kind === "Subscript" && target.index.kind === "Str" && target.index.value === "DEBUG";
}

function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}

/** `settings.py`, `settings/base.py`, `settings/production.py`, told from other constants by what stands beside it. */
function isDjangoSettings(file: PythonFile): boolean {
  return /(^|\/)settings(\/\w+)?\.py$|(^|\/)\w*settings\w*\.py$/i.test(file.path) && namesDjango(file);
}

const namesDjango = mentions(/\b(INSTALLED_APPS|ROOT_URLCONF|DATABASES|MIDDLEWARE|WSGI_APPLICATION|SECRET_KEY)\b/);

/** Said again further down, from the environment or after a check. */
function isOverridden(file: PythonFile, name: string, node: PyNode): boolean {
  return file.collect(switchesSet).some((one) => one.node.start > node.start && sets(one.node, name));
}

const switchesSet = ({ here }: PythonFile) => here.nodes("Assign").filter((one) => sets(one, "DEBUG") || sets(one, "ALLOWED_HOSTS")).map((one) => new Found(one));

function sets({ targets }: PyAssign, name: string): boolean {
  return targets.some((target) => target.kind === "Name" && target.id === name);
}

/** The path or a condition around it says that this is for developing. */
function isDevelopment(file: PythonFile, node: PyNode): boolean {
  if (/(^|[/_.-])(dev|develop|development|local)(?=[/_.-])|(^|[/_.-])(debug|test|tests|testing|sandbox|ci)_?settings\.py$|settings[/_](base|defaults?|common|debug|test|tests|testing|sandbox|ci)\.py$/i.test(file.path)) return true;
  for (let at: PyNode | undefined = node.parent; at; at = at.parent) {
    if (at.kind === "If" && /debug|dev|local|environ|getenv|args\.|settings\.|config/i.test(file.slice(at.test))) return true;
    if (at.kind === "FunctionDef" && /(^|_)(debug|dev|develop|local)(_|$)/i.test(at.name)) return true;
  }
  return false;
}

function isUnderMain(node: PyNode): boolean {
  for (let at: PyNode | undefined = node.parent; at; at = at.parent) {
    if (at.kind === "If" && at.test.kind === "Compare" && at.test.left.kind === "Name" && at.test.left.id === "__name__") return true;
  }
  return false;
}

function told(file: PythonFile, context: RuleContext, at: Span, message: string, variant: string, fix?: Fix): Finding {
  return { at: { start: at.start, end: at.end }, message, variant: context.isTest || file.language === "notebook" ? "aside" : variant, confidence: "certain", ...(fix && { fixes: [fix] }) };
}
