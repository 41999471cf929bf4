/** Calls that turn text or data into running code, by qualified name: which argument, and from which origin on it is a finding. */

export interface Runner {
  readonly at: number | "last";
  /** The least suspicious origin that makes a finding. */
  readonly least: "unknown" | "parameter" | "network" | "input";
  readonly does: string;
  readonly remedy?: string;
  /** Only when the argument is put together as text in place. */
  readonly isOnlyText?: true;
}

const named = (names: readonly string[], runner: Runner): [string, Runner][] => names.map((name) => [name, runner]);

const text: Runner = { at: 0, least: "unknown", does: "runs whatever JavaScript the text holds" };
const vm: Runner = { at: 0, least: "network", does: "runs whatever JavaScript the text holds, and `vm` is no sandbox", remedy: "Parse the data, or run foreign code in a process of its own without credentials." }; // https://nodejs.org/api/vm.html
const module: Runner = { at: 0, least: "input", does: "loads and runs whatever module it is told to", remedy: "Choose the module from a fixed table." };

export const evaluators: ReadonlyMap<string, Runner> = new Map([
  ...named(["globalThis.eval"], text),
  ...named(["globalThis.Function"], { ...text, at: "last" }),
  ...named(["globalThis.setTimeout", "globalThis.setInterval"], { ...text, least: "input", isOnlyText: true }),
  ...named(["node:vm.runInThisContext", "node:vm.runInNewContext", "node:vm.runInContext", "node:vm.compileFunction", "node:vm.Script"], vm),
  ...named(["vm2.VM#run", "vm2.NodeVM#run", "vm2.VMScript"], { ...vm, does: "runs whatever JavaScript the text holds, and vm2 is abandoned with known ways out" }), // https://github.com/patriksimek/vm2#readme
  ...named(["globalThis.require"], module),
]);

/** Formats that carry functions: https://www.npmjs.com/package/node-serialize, funcster, cryo, serialize-to-js; js-yaml 3 with its full schema. */
export const revivers: ReadonlyMap<string, Runner> = new Map([
  ...named(["node-serialize.unserialize", "funcster.deepDeserialize", "cryo.parse", "serialize-to-js.deserialize"], { at: 0, least: "unknown", does: "runs functions hidden in the data", remedy: "Exchange it as JSON." }),
  ...named(["js-yaml.load"], { at: 0, least: "unknown", does: "builds functions that the document holds", remedy: "Use the default schema of js-yaml 4, or `safeLoad` in version 3." }),
]);

const template: Runner = { at: 0, least: "input", does: "compiles the text to JavaScript", remedy: "Compile the template from a file and pass the text as data." };

/** Template languages compile to JavaScript: text from a request becomes code. */
export const compilers: ReadonlyMap<string, Runner> = new Map(
  named(["pug.compile", "pug.render", "ejs.render", "ejs.compile", "lodash.template", "lodash/template", "underscore.template", "handlebars.compile", "nunjucks.renderString", "nunjucks.compile", "doT.template", "dot.template", "mustache-express.render", "eta.renderString", "swig.render", "jade.compile", "jade.render"], template),
);
