/** Finds debug modes that are switched on in code. */
import { javascriptRule, type Finding, type Fix, type JavaScriptFile, type JsCall, type JsExpr, type RuleContext, type Span } from "../api.ts";
import { ancestors, isForDevelopment, lastName, short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/debug-enabled",
  title: "Debug mode switched on in code",
  severity: { default: "warning", explorer: "info", queries: "info", inspector: "error", aside: "hint" },
  principle: "deployment",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "Debug modes answer errors with stack traces, paths and queries, and schema explorers hand out the map of everything the service can do. They also cost: frameworks skip their caches outside of production mode. A literal in the code is how it ships.",
  remedy: "Let the environment decide, off by default: `if (process.env.NODE_ENV === \"development\") app.use(errorHandler())`, `introspection: process.env.GRAPHQL_EXPLORER === \"1\"`.",
  silent: "Switches from the environment or a setting; anything under a condition about development; scripts, build tools and tests that set `NODE_ENV` for themselves.",
  references: ["https://expressjs.com/en/advanced/best-practice-performance.html#set-node_env-to-production", "https://github.com/expressjs/errorhandler#readme", "https://www.apollographql.com/docs/apollo-server/api/apollo-server", "https://nodejs.org/en/learn/getting-started/debugging#security-implications"],
  examples: [
    {
      title: "Stack traces for everybody",
      bad: "import errorHandler from \"errorhandler\";\n\napp.use(«errorHandler»());\n",
      good: "import errorHandler from \"errorhandler\";\n\nif (process.env.NODE_ENV === \"development\") app.use(errorHandler());\n",
    },
    {
      title: "A GraphQL server that explains itself",
      bad: "import { ApolloServer } from \"@apollo/server\";\n\nconst server = new ApolloServer({ typeDefs, resolvers, «includeStacktraceInErrorResponses: true» });\n",
      good: "import { ApolloServer } from \"@apollo/server\";\n\nconst server = new ApolloServer({ typeDefs, resolvers, includeStacktraceInErrorResponses: process.env.NODE_ENV === \"development\" });\n",
    },
    {
      title: "The environment said in the code",
      path: "server.js",
      bad: "«process.env.NODE_ENV = \"development\"»;\nrequire(\"./app\").listen(3000);\n",
      good: "require(\"./app\").listen(3000);\n",
    },
  ],
  prefilter: /errorhandler|graphql|apollo|yoga|NODE_ENV|mongoose|inspector|showStackError|"env"|'env'/i,
  silentInTests: true,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      for (const one of ofCall(file, call)) if (!isForDevelopment(file, call.node)) yield told(context, one);
    }
    if (isTool(file)) return;
    for (const { op, target, value, start, end } of file.here.nodes("Assign")) {
      const given = file.valueOf(value);
      if (op !== "=" || target.kind !== "Member" || target.property !== "NODE_ENV" || given.kind !== "string" || given.value !== "development" || value.kind !== "Str") continue;
      if (!/^globalThis\.process\.env$|^node:process\.env$/.test(file.qualifiedName(target.object) ?? "") || [...ancestors(target)].some((at) => at.kind === "If" || at.kind === "Conditional" || at.kind === "Logical")) continue;
      yield told(context, { at: { start, end }, variant: "default", message: "`NODE_ENV = \"development\"` in the code switches every library to its debug mode, in production too: stack traces in answers, no caches. Leave it to the environment." });
    }
  },
});

interface Complaint { readonly at: Span; readonly message: string; readonly variant: string; readonly fix?: Fix }

const graphqlServers = /^(?:(?:@apollo\/server|apollo-server[\w-]*)\.ApolloServer|express-graphql(?:\.graphqlHTTP)?|koa-graphql(?:\.graphqlHTTP)?|graphql-yoga\.(?:createYoga|createServer|GraphQLServer)|@nestjs\/graphql\.GraphQLModule\.forRoot(?:Async)?|mercurius)$/;

/** What each option, when it is literally so, shows to the visitor. */
const graphqlOptions: Readonly<Record<string, { readonly when: boolean; readonly variant: string; readonly shows: string }>> = {
  includeStacktraceInErrorResponses: { when: true, variant: "default", shows: "error answers carry stack traces" },
  debug: { when: true, variant: "default", shows: "error answers carry stack traces" },
  maskedErrors: { when: false, variant: "default", shows: "error answers carry the text of internal errors" },
  playground: { when: true, variant: "explorer", shows: "visitors get an explorer of the whole schema" },
  graphiql: { when: true, variant: "explorer", shows: "visitors get an explorer of the whole schema" },
  introspection: { when: true, variant: "explorer", shows: "visitors can read the whole schema" },
};

function* ofCall(file: JavaScriptFile, call: JsCall): Generator<Complaint> {
  const callee = call.callee ?? "";
  if (callee === "errorhandler" && isUsed(call)) {
    yield { at: call.name, variant: "default", message: `\`${short(file, call.node.callee)}()\` answers errors with their stack traces: paths, versions and messages go to whoever provokes one. Use it only when \`NODE_ENV\` is \`development\`.` };
  }
  if (graphqlServers.test(callee)) yield* ofGraphql(file, call);
  if (callee === "node:inspector.open") yield* ofInspector(file, call);
  const [key, value] = call.node.args;
  if (call.method === "set" && key?.kind === "Str" && value) yield* ofSetting(file, call, key.value, value);
}

function isUsed(call: JsCall): boolean {
  const { parent } = call.node;
  return parent?.kind === "Call" && lastName(parent.callee) === "use";
}

function* ofGraphql(file: JavaScriptFile, call: JsCall): Generator<Complaint> {
  const name = lastName(call.node.callee);
  for (const arg of call.node.args) {
    const value = file.valueOf(arg);
    if (value.kind !== "object") continue;
    for (const [option, { when, variant, shows }] of Object.entries(graphqlOptions)) {
      const entry = value.entries.get(option);
      const property = entry?.parent;
      if (!entry || property?.kind !== "Property" || entry.kind !== "Const" || entry.value !== when || isForDevelopment(file, property)) continue;
      const fix: Fix = { title: `Set it to ${String(!when)}`, safe: false, edits: [{ at: { start: entry.start, end: entry.end }, text: String(!when) }] };
      yield { at: { start: property.start, end: property.end }, variant, message: `\`${option}: ${String(when)}\` of \`${name}\` ships like this: ${shows}. Let the environment decide, off by default.`, fix };
    }
  }
}

function* ofInspector(file: JavaScriptFile, call: JsCall): Generator<Complaint> {
  const host = call.argument(1);
  const value = host && file.valueOf(host);
  if (value?.kind === "string" && /^(?:0\.0\.0\.0|::)$/.test(value.value)) yield { at: call.name, variant: "inspector", message: `\`${short(file, call.node.callee)}\` on \`${value.value}\` lets everybody on the network run code in this process. Open it on 127.0.0.1, and only while debugging.` };
}

function* ofSetting(file: JavaScriptFile, call: JsCall, key: string, node: JsExpr): Generator<Complaint> {
  const value = file.valueOf(node);
  const at = { start: call.node.start, end: call.node.end };
  const isApp = call.receiver !== undefined && /^(?:app|server|application)$/i.test(lastName(call.receiver));
  if (isApp && key === "showStackError" && value.kind === "bool" && value.value) yield { at, variant: "default", message: "`showStackError` answers errors with their stack traces. Let the environment decide, off by default." };
  if (isApp && key === "env" && value.kind === "string" && value.value === "development") yield { at, variant: "default", message: "`env` set to `development` makes Express answer errors with their stack traces and skip its view cache. Leave it to `NODE_ENV`." };
  if (key === "debug" && node.kind === "Const" && value.kind === "bool" && value.value && (call.callee ?? "").startsWith("mongoose")) {
    yield { at, variant: "queries", message: "`mongoose.set(\"debug\", true)` prints every query with its values: personal data goes to the logs and each query costs twice. Let the environment decide, off by default.", fix: { title: "Set it to false", safe: false, edits: [{ at: { start: node.start, end: node.end }, text: "false" }] } };
  }
}

/** Build tools and command lines set `NODE_ENV` for themselves. */
function isTool(file: JavaScriptFile): boolean {
  return /(?:^|\/)(?:scripts?|tools?|build|bin|config|cli|tasks?|webpack|\.\w+)\/|(?:config|setup|gulpfile|gruntfile|webpack|rollup|karma|jest|vite|start|dev)[\w.-]*\.[cm]?[jt]sx?$/i.test(file.path);
}

function told(context: RuleContext, { at, message, variant, fix }: Complaint): Finding {
  return { at: { start: at.start, end: at.end }, message, variant: context.isTest ? "aside" : variant, confidence: "certain", ...(fix && { fixes: [fix] }) };
}
