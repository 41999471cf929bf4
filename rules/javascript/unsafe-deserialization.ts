/** Finds text and data that become running code: eval and its relatives, object revivers, templates compiled from input. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall, type JsExpr, type JsProperty, type RuleContext } from "../api.ts";
import { compilers, evaluators, revivers, type Runner } from "./knowledge/code-runners.ts";
import { isAtLeast, originsOf, type Origin } from "./taint/origin.ts";
import { short } from "./taint/tree.ts";

const safeLoading = /\bsafeLoad\b/;

export default javascriptRule({
  id: "javascript/unsafe-deserialization",
  title: "Data that is run as code",
  severity: { default: "error", shared: "warning", reviver: "warning", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "`eval`, `new Function`, `vm` and revivers such as node-serialize run whatever the text holds, with the service's environment, files and credentials; `vm` is no sandbox. One crafted request becomes a shell in production.",
  remedy: "Parse instead of running: `JSON.parse` with a schema, a table of allowed operations, an expression parser without access to the process. Compile templates from files, never from what users send.",
  silent: "Literals and constants of the code; text checked against a list or pattern first; `yaml.load` of js-yaml 4, which is safe. A parameter of a function, and text whose origin the file does not show, are only a hint.",
  references: ["https://nodejs.org/api/vm.html#vm-executing-javascript", "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/eval#never_use_direct_eval!", "https://owasp.org/www-community/vulnerabilities/Deserialization_of_untrusted_data"],
  examples: [
    {
      title: "A formula from a request",
      bad: "app.post(\"/price\", (req, res) => {\n  res.json({ price: «eval»(req.body.formula) });\n});\n",
      good: "const formulas = { net: (amount) => amount, gross: (amount) => amount * 1.2 };\n\napp.post(\"/price\", (req, res) => {\n  res.json({ price: formulas[req.body.formula](10) });\n});\n",
    },
    {
      title: "A cookie that revives functions",
      path: "session.js",
      bad: "const serialize = require(\"node-serialize\");\n\nexports.session = (req) => serialize.«unserialize»(Buffer.from(req.cookies.profile, \"base64\").toString());\n",
      good: "exports.session = (req) => JSON.parse(Buffer.from(req.cookies.profile, \"base64\").toString());\n",
    },
    {
      title: "A filter that the database runs as JavaScript",
      bad: "export const cheap = (req) => items.find({ «$where»: `this.price < ${req.query.limit}` }).toArray();\n",
      good: "export const cheap = (req) => items.find({ price: { $lt: Number(req.query.limit) } }).toArray();\n",
    },
    {
      title: "A page compiled from what was sent",
      bad: "import pug from \"pug\";\n\nexport const preview = (req, res) => res.send(pug.«compile»(req.body.page)());\n",
      good: "import pug from \"pug\";\n\nconst page = pug.compileFile(\"views/preview.pug\");\n\nexport const preview = (req, res) => res.send(page({ text: req.body.page }));\n",
    },
  ],
  prefilter: /\beval\b|\bFunction\s*\(|\bvm2?\b|serialize|js-yaml|yaml|\$where|compile|render|template|\brequire\s*\(|\bimport\s*\(|funcster|cryo|setTimeout|setInterval/,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const found = judge(file, call);
      if (found) yield finding(context, call.name, `\`${short(file, call.node.callee)}\` ${found.runner.does}`, found);
    }
    for (const property of file.here.nodes("Property")) {
      const found = property.key === "$where" ? judgeWhere(file, property) : undefined;
      if (found) yield finding(context, property.keyAt, `\`$where\` ${found.runner.does}`, found);
    }
  },
});

interface Complaint { readonly runner: Runner; readonly origin: Origin }

function judge(file: JavaScriptFile, call: JsCall): Complaint | undefined {
  const callee = call.callee ?? "";
  const runner = evaluators.get(callee) ?? revivers.get(callee) ?? compilers.get(callee);
  if (!runner) return undefined;
  const argument = runner.at === "last" ? call.node.args.at(-1) : call.argument(runner.at);
  if (!argument || argument.kind === "Function" || (runner.isOnlyText && !isText(argument))) return undefined;
  if (callee === "js-yaml.load" && !buildsFunctions(file, call)) return undefined;
  const origin = originsOf(file).of(argument);
  const least = revivers.has(callee) ? "unknown" : runner.least;
  return isAtLeast(origin, least) ? { runner, origin } : undefined;
}

/** `setTimeout("tick(" + id + ")")`: text, not a function. */
function isText(node: JsExpr): boolean {
  return node.kind === "Str" || node.kind === "Template" || (node.kind === "Binary" && node.op === "+");
}

/** js-yaml 3, told by its `safeLoad` beside it, or the schema that knows functions. */
function buildsFunctions(file: JavaScriptFile, call: JsCall): boolean {
  const options = call.argument(1);
  if (options) return /DEFAULT_FULL_SCHEMA|js-yaml-js-types/.test(file.slice(options));
  return file.mentions(safeLoading);
}

const where: Runner = { at: 0, least: "input", does: "runs its text as JavaScript in the database" };

function judgeWhere(file: JavaScriptFile, { value }: JsProperty): Complaint | undefined {
  const origin = originsOf(file).of(value);
  return origin.power === "input" ? { runner: where, origin } : undefined;
}

function finding(context: RuleContext, at: { readonly start: number; readonly end: number }, what: string, { runner, origin }: Complaint): Finding {
  const isInput = origin.power === "input";
  const whose = isInput ? `, and here anyone who sends a request chooses it (\`${origin.label ?? ""}\`)` : origin.power === "network" ? `, and here it comes from elsewhere (\`${origin.label ?? ""}\`)` : "";
  return {
    at: { start: at.start, end: at.end },
    message: `${what}${whose}: one crafted value becomes a shell in production. ${runner.remedy ?? "Parse the data, or look the operation up in a table."}`,
    variant: isInput ? "default" : context.isTest ? "aside" : origin.power === "network" ? "shared" : "reviver",
    confidence: isInput ? "certain" : isAtLeast(origin, "network") || [...revivers.values()].includes(runner) ? "likely" : "possible",
    ...(origin.at && { related: [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] }),
  };
}
