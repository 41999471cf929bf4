/** Finds answers to clients that carry the text of an unexpected error. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsName, type JsNode } from "../api.ts";
import { answersIn, type Answer } from "./knowledge/answers.ts";
import { isGuarded, leakIn, type Leak } from "./knowledge/error-texts.ts";
import { ancestors, short, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/leaked-error-detail",
  title: "Internal error text sent to the client",
  severity: { default: "warning", stack: "error" },
  principle: "resilience",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "The text of an unexpected error names hosts, tables, file paths and sometimes the query with its values. Sent to the client, it maps the inside of the service for whoever probes it, and clients begin to depend on texts that change with every library update.",
  remedy: "Log the error and answer with a fixed message and an identifier to find it by. Let texts through only for error classes of your own that were made for the reader.",
  silent: "Under a condition about the kind of the error (`instanceof` a class of your own, `error.expose`, a code) or about development; when only a name or code is sent; texts of validation; whatever a function of your own makes of the error. A text in an answer that says whose fault it was (400, 422) is only a hint, and so is one whose status comes with the error. Tests are silent.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html", "https://cwe.mitre.org/data/definitions/209.html", "https://expressjs.com/en/guide/error-handling.html"],
  examples: [
    {
      title: "The message as answer",
      bad: "router.get(\"/orders/:id\", async (req, res) => {\n  try {\n    res.json(await store.load(req.params.id));\n  } catch (error) {\n    res.status(500).json({ error: «error.message» });\n  }\n});\n",
      good: "router.get(\"/orders/:id\", async (req, res) => {\n  try {\n    res.json(await store.load(req.params.id));\n  } catch (error) {\n    logger.error(error);\n    res.status(500).json({ error: \"The order could not be loaded.\" });\n  }\n});\n",
    },
    {
      title: "The stack, in an error handler for everything",
      path: "errors.js",
      bad: "module.exports = (err, req, res, next) => {\n  res.status(500).json({ message: \"failed\", stack: «err.stack» });\n};\n",
      good: "module.exports = (err, req, res, next) => {\n  logger.error(err);\n  res.status(500).json({ message: \"failed\", stack: process.env.NODE_ENV === \"development\" ? err.stack : undefined });\n};\n",
    },
    {
      title: "Through a variable, in a route of Next",
      path: "app/orders/route.ts",
      bad: "export async function GET() {\n  try {\n    return NextResponse.json(await orders());\n  } catch (error) {\n    const message = error instanceof Error ? «error.message» : \"failed\";\n    return NextResponse.json({ message }, { status: 500 });\n  }\n}\n",
      good: "export async function GET() {\n  try {\n    return NextResponse.json(await orders());\n  } catch (error) {\n    console.error(error);\n    return NextResponse.json({ message: \"The orders could not be read.\" }, { status: 500 });\n  }\n}\n",
    },
    {
      title: "In an exception of NestJS",
      path: "src/orders.service.ts",
      bad: "import { InternalServerErrorException } from \"@nestjs/common\";\n\nexport class OrdersService {\n  async load(id: string) {\n    try {\n      return await this.store.load(id);\n    } catch (error) {\n      throw new InternalServerErrorException(«error.message»);\n    }\n  }\n}\n",
      good: "import { InternalServerErrorException } from \"@nestjs/common\";\n\nexport class OrdersService {\n  async load(id: string) {\n    try {\n      return await this.store.load(id);\n    } catch (error) {\n      throw new InternalServerErrorException(\"The order could not be loaded.\", { cause: error });\n    }\n  }\n}\n",
    },
  ],
  prefilter: /\bcatch\b|\berr(?:or)?\b/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    const said = new Set<number>();
    for (const caught of caughtErrors(file)) {
      for (const answer of answersIn(file, caught.body)) {
        const leak = isGuarded(file, answer.node, caught.name, caught.holder) ? undefined : leakIn(file, caught.name, answer.value);
        if (!leak || said.has(leak.node.start)) continue;
        said.add(leak.node.start);
        yield finding(file, caught, answer, leak);
        break;
      }
    }
  },
});

interface Caught {
  readonly name: JsName;
  readonly body: readonly JsNode[];
  readonly holder: JsNode;
  /** What was tried, where it stands in the same place. */
  readonly tried: JsNode | undefined;
}

/** The error of a `catch`, of `.catch(error => …)`, of an error middleware, of a callback `(err, data) => …`. */
function* caughtErrors(file: JavaScriptFile): Generator<Caught> {
  for (const node of file.here.nodes("Catch")) {
    if (node.param?.kind === "Name") yield { name: node.param, body: node.body.body, holder: node, tried: node.parent?.kind === "Try" ? node.parent.body : undefined };
  }
  for (const fn of file.here.functions()) {
    const [first] = fn.params;
    if (first?.target.kind !== "Name" || !/^_?(?:e|ex|err|error|exception)$/i.test(first.target.id)) continue;
    const call = fn.parent?.kind === "Call" ? fn.parent : undefined;
    const isRescue = call?.callee.kind === "Member" && /^(?:catch|then)$/.test(call.callee.property ?? "");
    const isErrorHandler = fn.params.length === 4;
    if (isRescue || isErrorHandler || call) yield { name: first.target, body: fn.result ? [fn.result] : fn.body, holder: fn, tried: isRescue && call.callee.kind === "Member" ? call.callee.object : undefined };
  }
}

function finding(file: JavaScriptFile, caught: Caught, answer: Answer, leak: Leak): Finding {
  const what = leak.isStack ? "its paths, versions and call order" : "hosts, tables, paths and queries that it names";
  return {
    at: { start: leak.node.start, end: leak.node.end },
    message: `\`${short(file, leak.node)}\` goes to the client with \`${answer.name}\`: ${what} tell whoever provokes an error about the inside of this service. Log it and answer with a fixed text.`,
    variant: leak.isStack ? "stack" : "default",
    confidence: isMeant(file, caught, answer) ? "possible" : "likely",
  };
}

/** The answer blames the request, or the status comes with the error: it may be made for the reader. */
function isMeant(file: JavaScriptFile, { name, tried, holder }: Caught, answer: Answer): boolean {
  if (answer.status === "client" || answer.status === "unknown") return true;
  if (tried && /\b(?:validate|parse|safeParse|assert\w*)\s*\(|\.validate\w*\b/.test(file.slice(tried)) && !within(tried).some((one) => one.kind === "Await")) return true;
  const text = file.slice(holder);
  return [`${name.id}.status`, `${name.id}.statusCode`, `${name.id}.code`, `${name.id}.isOperational`].some((one) => text.includes(one)) || [...ancestors(holder)].some((at) => at.kind === "If" && /\binstanceof\b/.test(file.slice(at.test)));
}

