/** Where a file's code runs: in a browser, or where requests are served. */
import type { JavaScriptFile, JsExpr, JsNode } from "../../api.ts";

/** Modules that only make sense on a server. */
const serverModule = /^(?:node:(?!path|events|buffer|util|url|crypto|process|assert|querystring|stream)|express$|fastify$|koa$|@koa\/|@nestjs\/|@hapi\/|hono$|next\/server$|next\/headers$|server-only$|@remix-run\/node$|aws-lambda$|commander$|yargs$)/;
const browserModule = /^(?:react-dom|vue$|vuex$|vue-router|pinia$|svelte|@angular\/|react-router|next\/navigation$|next\/router$|next\/link$|@tanstack\/(?:react|vue)|swr$|prosemirror-view$|@codemirror\/|codemirror$|react-redux$|zustand|jotai|recoil|@reduxjs\/|jquery$|solid-js|preact|react-native|expo|@ionic\/|@vueuse\/|@apollo\/client|nuxt)/;
const browserGlobals = new Set(["window", "document", "localStorage", "sessionStorage", "navigator", "chrome", "browser", "XMLHttpRequest"]);
/** Modules beside this one that only a user interface has. */
const interfaceModule = /^[.@~][^]*\/(?:components|composables|hooks|views|screens)\//;
const browserPath = /(?:^|\/)(?:public|static|assets|components|composables|hooks|frontend|browser|popup|content-scripts?|[\w-]*react-native[\w-]*|playwright|cypress)\//;
const serverExport = /^(?:getServerSideProps|getStaticProps|loader|action|GET|POST|PUT|PATCH|DELETE)$/;

const browserVariable = /\bprocess\.env\.(?:REACT_APP|VUE_APP|VITE)_/;
const exportedHandler = /\bexports\.handler\b|\bexport\s+(?:const|async\s+function|function)\s+handler\b/;

/** Asked by many rules, worked out once per state of the file. */
export function isBrowserCode(file: JavaScriptFile): boolean {
  return file.once(looksLikeBrowserCode);
}

function looksLikeBrowserCode(file: JavaScriptFile): boolean {
  const imports = file.imports();
  if (file.directives.includes("use client") || /\.(?:vue|svelte)$/.test(file.path)) return true;
  if (file.directives.includes("use server") || imports.some((module) => serverModule.test(module)) || exportsServerFunctions(file) || isRouteFile(file.path)) return false;
  if (imports.some((module) => browserModule.test(module) || interfaceModule.test(module)) || browserPath.test(file.path)) return true;
  return file.mentions(browserVariable) || file.collect(browserSigns).length > 0 || usesHooks(file);
}

function browserSigns(file: JavaScriptFile): readonly true[] {
  const { here } = file;
  const isSeen = here.nodes("ImportMeta").some((node) => node.parent?.kind === "Member" && node.parent.property === "env")
    || here.nodes("Jsx").some((node) => !isInAsyncFunction(file, node)) // an async component is a server component
    || here.nodes("Name").some((node) => browserGlobals.has(node.id) && file.qualifiedName(node)?.startsWith("globalThis") === true);
  return isSeen ? [true] : [];
}

/** The file itself says that it runs on a server, whatever the package around it is for. */
export function isServerCode(file: JavaScriptFile): boolean {
  return file.directives.includes("use server") || isRouteFile(file.path) || exportsServerFunctions(file) || file.imports().some((module) => serverModule.test(module));
}

function isInAsyncFunction(file: JavaScriptFile, node: JsNode): boolean {
  for (let at = file.enclosingFunction(node); at; at = file.enclosingFunction(at)) if (at.isAsync) return true;
  return false;
}

function usesHooks(file: JavaScriptFile): boolean {
  return file.imports().includes("react") && file.collect(hooksIn).length > 0;
}

function hooksIn({ here }: JavaScriptFile): readonly true[] {
  return here.calls().some((call) => /^use[A-Z]/.test(call.method)) ? [true] : [];
}

function exportsServerFunctions(file: JavaScriptFile): boolean {
  return file.collect(serverExportsIn).length > 0;
}

function serverExportsIn({ here }: JavaScriptFile): readonly true[] {
  const isThere = here.nodes("Export").some(({ declaration, names }) => {
    if (declaration?.kind === "Function") return declaration.name !== undefined && serverExport.test(declaration.name);
    if (declaration?.kind === "Variables") return declaration.declarations.some(({ target }) => target.kind === "Name" && serverExport.test(target.id));
    return names.some(({ exported }) => serverExport.test(exported));
  });
  return isThere ? [true] : [];
}

function isRouteFile(path: string): boolean {
  return /(?:^|\/)(?:pages\/api\/.*|app\/(?:.*\/)?route)\.[cm]?[jt]sx?$/.test(path);
}

/** The file answers requests: it declares routes, is a controller, or a function platform's handler. */
export function servesRequests(file: JavaScriptFile): boolean {
  if (isRouteFile(file.path)) return true;
  return file.mentions(exportedHandler) || file.collect(servingIn).length > 0;
}

function servingIn({ here }: JavaScriptFile): readonly true[] {
  const isController = here.classes().some(({ decorators }) => decorators.some((one) => /^(?:Controller|Resolver|WebSocketGateway)$/.test(lastWord(one))));
  return isController || here.calls().some((call) => /^(?:get|post|put|patch|delete|all)$/.test(call.method) && call.receiver !== undefined && call.args.length > 1 && isRoutePath(call.args[0]) && isHandler(call.args.at(-1))) ? [true] : [];
}

function isRoutePath(node: JsExpr | undefined): boolean {
  return (node?.kind === "Str" || node?.kind === "Template") && (node.value.startsWith("/") || node.value === "*");
}

function isHandler(node: JsExpr | undefined): boolean {
  return node?.kind === "Function" || node?.kind === "Name" || node?.kind === "Member" || node?.kind === "Call";
}

function lastWord(node: JsExpr): string {
  if (node.kind === "Call") return lastWord(node.callee);
  return node.kind === "Member" ? (node.property ?? "") : node.kind === "Name" ? node.id : "";
}

/** The beginning of a URL as far as the file shows; interpolations are U+FFFC. */
export function urlStart(file: JavaScriptFile, node: JsExpr | undefined, depth = 0): string | undefined {
  if (!node || depth > 5) return undefined;
  switch (node.kind) {
    case "Str":
      return node.value;
    case "Template":
      return node.value.startsWith("\uFFFC") ? (urlStart(file, node.holes[0], depth + 1) ?? node.value) : node.value;
    case "Binary":
      return node.op === "+" ? urlStart(file, node.left, depth + 1) : undefined;
    case "Cast":
      return urlStart(file, node.value, depth + 1);
    case "Name": {
      const bindings = file.bindingsOf(node);
      const [only] = bindings;
      return bindings.length === 1 && only?.value && only.path?.length === 0 ? urlStart(file, only.value, depth + 1) : undefined;
    }
    case "Conditional":
      return urlStart(file, node.then, depth + 1) ?? urlStart(file, node.otherwise, depth + 1);
    case "Logical":
      return urlStart(file, node.left, depth + 1) ?? urlStart(file, node.right, depth + 1);
    default:
      return undefined;
  }
}

/** A URL that only a browser, or something local, can mean. */
export function isRelativeUrl(url: string | undefined): boolean {
  return url !== undefined && (/^(?:\/(?!\/)|\.{1,2}\/|data:|blob:|file:|chrome-extension:)/.test(url) || /^[\w-]+\.(?:json|html?|js|svg|wasm|txt|md)$/.test(url));
}
