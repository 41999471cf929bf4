/** Finds shell commands that are put together from text that somebody else chooses. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall, type JsExpr, type RuleContext } from "../api.ts";
import { assembled } from "./taint/assembled.ts";
import { isAtLeast, isFromOutside, originsOf, type Origin } from "./taint/origin.ts";
import { short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/shell-from-strings",
  title: "Shell command put together from strings",
  severity: { default: "error", caller: "warning", unseen: "hint", aside: "hint" },
  principle: "contracts",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "A shell reads `;`, `$(…)` and newlines in a file name as commands. One crafted name runs whatever its sender likes with the service's rights; an honest one with a space in it fails at night.",
  remedy: "Pass a list and no shell: `execFile(\"ffmpeg\", [\"-i\", path])`, `spawn(\"ffmpeg\", [\"-i\", path])`.",
  silent: "`execFile` and `spawn` with a list and no shell; commands made of literals and constants; numbers; values that are quoted, replaced or checked against a list or pattern first. A command handed on whole, values whose origin the file does not show, build scripts and tests are a hint.",
  references: ["https://nodejs.org/api/child_process.html#child_processexeccommand-options-callback", "https://nodejs.org/api/child_process.html#child_processexecfilefile-args-options-callback"],
  examples: [
    {
      title: "A file name from a request",
      bad: "import { exec } from \"node:child_process\";\n\napp.post(\"/thumbnail\", (req, res) => {\n  «exec»(`convert ${req.body.name} thumb.png`, { timeout: 30_000 }, () => res.sendStatus(204));\n});\n",
      good: "import { execFile } from \"node:child_process\";\n\napp.post(\"/thumbnail\", (req, res) => {\n  execFile(\"convert\", [req.body.name, \"thumb.png\"], { timeout: 30_000 }, () => res.sendStatus(204));\n});\n",
    },
    {
      title: "A helper that trusts its callers",
      path: "media.js",
      bad: "const { execSync } = require(\"child_process\");\n\nexports.transcode = (path) => «execSync»(\"ffmpeg -i \" + path + \" out.mp4\", { timeout: 600_000 });\n",
      good: "const { execFileSync } = require(\"child_process\");\n\nexports.transcode = (path) => execFileSync(\"ffmpeg\", [\"-i\", path, \"out.mp4\"], { timeout: 600_000 });\n",
    },
    {
      title: "A list that a shell reads all the same",
      bad: "import { spawn } from \"node:child_process\";\n\nexport const archive = (req) => «spawn»(\"tar\", [\"-czf\", \"out.tgz\", req.query.folder], { shell: true, timeout: 60_000 });\n",
      good: "import { spawn } from \"node:child_process\";\n\nexport const archive = (req) => spawn(\"tar\", [\"-czf\", \"out.tgz\", \"--\", req.query.folder], { timeout: 60_000 });\n",
    },
  ],
  prefilter: /child_process|shelljs|execa|\bzx\b|promisify/,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      for (const command of shellTexts(file, call)) {
        const found = judge(file, command);
        if (!found) continue;
        yield finding(file, context, call, found);
        break;
      }
      const named = chosenProgram(file, call);
      if (named) yield named;
    }
  },
});

interface Complaint { readonly part: JsExpr; readonly origin: Origin; readonly variant: "default" | "caller" | "unseen" }

const always = /^(?:node:child_process\.(?:exec|execSync)|shelljs\.exec|execa\.(?:execaCommand|execaCommandSync|command|commandSync)|child-process-promise\.exec|node-cmd\.(?:run|get|runSync))$/;
const withFlag = /^(?:node:child_process\.(?:spawn|spawnSync|execFile|execFileSync)|cross-spawn(?:\.\w+)?|execa(?:\.execa|\.execaSync|\.sync)?)$/;
const shells = /^(?:\/bin\/|\/usr\/bin\/)?(?:ba|z|da|k)?sh$/;

/** What a shell will read of this call. */
function shellTexts(file: JavaScriptFile, call: JsCall): readonly JsExpr[] {
  const { callee = "" } = call;
  const [command, list, ...options] = call.node.args;
  if (!command || call.isNew) return [];
  if (always.test(callee)) return [command];
  if (!withFlag.test(callee)) return [];
  const args = list ? file.valueOf(list) : undefined;
  const given = [list, ...options].map((one) => one && file.valueOf(one)).find((one) => one?.kind === "object");
  const shell = given?.kind === "object" ? given.entries.get("shell") : undefined;
  const flag = shell && file.valueOf(shell);
  const elements = args?.kind === "array" ? args.node.elements.flatMap((one) => one ?? []) : [];
  if ((flag?.kind === "bool" && flag.value) || flag?.kind === "string") return [command, ...elements];
  const [option, text] = elements;
  const name = file.valueOf(command);
  return name.kind === "string" && shells.test(name.value) && option?.kind === "Str" && /^-[a-z]{0,3}c$/.test(option.value) && text ? [text] : [];
}

/** No shell, and yet a stranger says what runs. */
function chosenProgram(file: JavaScriptFile, call: JsCall): Finding | undefined {
  const [program] = call.node.args;
  if (!program || call.isNew || !withFlag.test(call.callee ?? "") || shellTexts(file, call).length > 0 || assembled(file, program)) return undefined;
  const origin = originsOf(file).of(program);
  if (origin.power !== "input") return undefined;
  return {
    at: call.name,
    message: `\`${short(file, call.node.callee)}\` starts the program that whoever sends the request names (\`${origin.label ?? ""}\`): any command of this machine runs with the service's rights. Choose it from a fixed list.`,
    variant: "default",
    confidence: "certain",
    related: [{ at: { start: program.start, end: program.end }, message: "named here" }],
  };
}

function judge(file: JavaScriptFile, command: JsExpr): Complaint | undefined {
  const origins = originsOf(file);
  const built = assembled(file, command);
  if (!built) { // handed on whole
    const origin = origins.of(command);
    return origin.power === "input" ? { part: command, origin, variant: "default" } : origin.power === "fixed" || !isFromOutside(file, command) ? undefined : { part: command, origin, variant: "unseen" };
  }
  let told: Complaint | undefined;
  let unseen: Complaint | undefined;
  for (const { node: part, at } of built.parts) {
    const origin = origins.of(part);
    if (origin.power === "input") return { part, origin, variant: "default" };
    if (isAtLeast(origin, "parameter") && built.text.slice(0, at).trim() !== "" && !isCommandName(file, part)) told ??= { part, origin, variant: "caller" };
    else if (origin.power !== "fixed" && isFromOutside(file, part)) unseen ??= { part, origin, variant: "unseen" };
  }
  return told ?? unseen;
}

/** `run(`cd ${folder} && ${command}`)`: handing on a command is the purpose. */
function isCommandName(file: JavaScriptFile, part: JsExpr): boolean {
  return /(?:^|[a-z._])(?:cmd|command|commands|args|arguments|arg|argv|options|opts|flags|script|extra|params)$/i.test(file.slice(part));
}

const toolPath = /(?:^|\/)(?:scripts?|tools?|tooling|dev|ci|hack|bin|build|release|tasks?|gulp|cli|create-[\w-]+|generators?|benchmarks?|\.github)\/|(?:^|\/)[\w.-]*(?:gulpfile|gruntfile|webpack|rollup|vite|babel|jest|esbuild|release|build|setup)[\w.-]*\.[cm]?[jt]s$/i;

const consequences = {
  caller: "comes from the caller: a space in it breaks the command, a `;` runs another one",
  unseen: "may be anybody's text: a space in it breaks the command, a `;` runs another one",
};

function finding(file: JavaScriptFile, context: RuleContext, call: JsCall, { part, origin, variant }: Complaint): Finding {
  const isInput = variant === "default";
  const who = isInput ? `is chosen by whoever sends the request (\`${origin.label ?? ""}\`): a crafted value runs any command on this machine` : consequences[variant];
  const isAside = (context.isTest || toolPath.test(file.path)) && !isInput;
  return {
    at: call.name,
    message: `\`${short(file, call.node.callee)}\` hands a shell text with \`${short(file, part)}\` in it, which ${who}. Pass a list without a shell (\`execFile\`).`,
    variant: isAside ? "aside" : variant,
    confidence: isInput ? "certain" : "likely",
    related: [
      { at: { start: part.start, end: part.end }, message: "put in here" },
      ...(origin.at && origin.at !== part ? [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] : []),
    ],
  };
}
