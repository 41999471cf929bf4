/** Loads that can run code hidden in what they read, and how each is told not to. */

export interface UnsafeLoad {
  /** Position and keyword of what is read. */
  readonly data: { readonly keyword: string; readonly position: number };
  /** Where the danger is documented. */
  readonly source: string;
}

const pickle = "https://docs.python.org/3/library/pickle.html";
const table = new Map<string, UnsafeLoad>();

function add(source: string, keyword: string, ...callees: readonly string[]): void {
  for (const callee of callees) table.set(callee, { data: { keyword, position: 0 }, source });
}

for (const module of ["pickle", "_pickle", "cPickle", "pickle5", "dill", "cloudpickle", "pickle4", "six.moves.cPickle", "joblib.externals.cloudpickle"]) {
  add(pickle, "file", `${module}.load`, `${module}.Unpickler`);
  add(pickle, "data", `${module}.loads`);
}
add("https://docs.python.org/3/library/marshal.html", "file", "marshal.load");
add("https://docs.python.org/3/library/marshal.html", "bytes", "marshal.loads");
add("https://docs.python.org/3/library/shelve.html", "filename", "shelve.open", "shelve.DbfilenameShelf");
add("https://joblib.readthedocs.io/en/stable/generated/joblib.load.html", "filename", "joblib.load", "sklearn.externals.joblib.load");
add("https://pandas.pydata.org/docs/reference/api/pandas.read_pickle.html", "filepath_or_buffer", "pandas.read_pickle");
add("https://jsonpickle.readthedocs.io/en/latest/", "string", "jsonpickle.decode", "jsonpickle.loads", "jsonpickle.unpickler.decode");

export const pickleLoads: ReadonlyMap<string, UnsafeLoad> = table;

/** Loaders of PyYAML that build nothing but plain data; FullLoader builds no arbitrary objects since 5.4. https://pyyaml.org/wiki/PyYAMLDocumentation */
export const plainYamlLoader = /(?:^|\.)(?:C?SafeLoader|C?BaseLoader|C?FullLoader|\w*Safe\w*)$/;
export const unsafeYamlLoader = /^yaml\.(?:loader\.|cyaml\.)?C?(?:Unsafe)?Loader$/;
export const yamlLoads = /^yaml\.(?:load|load_all)$/;
export const unsafeYamlLoads = /^yaml\.(?:unsafe_load|unsafe_load_all)$/;
/** https://yaml.dev/doc/ruamel.yaml/basicuse/ */
export const ruamelMakers = /^ruamel(?:\.yaml|_yaml|yaml)(?:\.main)?\.YAML$/;
export const ruamelLoads = /^ruamel(?:\.yaml|_yaml)(?:\.main)?\.(?:load|load_all)$/;
export const unsafeRuamelLoader = /^ruamel(?:\.yaml|_yaml)\.(?:loader\.)?(?:UnsafeLoader|Loader)$/;
/** Lambdas in a saved model are code. https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ */
export const kerasLoads = /^(?:tensorflow\.)?keras\.(?:models|saving)\.load_model$/;
/** What runs Python given as text, with the position of the text. https://docs.python.org/3/library/functions.html#eval, https://docs.python.org/3/library/code.html */
export const evaluators: ReadonlyMap<string, number> = new Map([
  ["builtins.eval", 0], ["builtins.exec", 0], ["builtins.execfile", 0],
  ["code.InteractiveConsole.push", 0], ["code.InteractiveConsole.runsource", 0], ["code.InteractiveConsole.runcode", 0], ["code.InteractiveInterpreter.runsource", 0], ["code.InteractiveInterpreter.runcode", 0],
  ["_xxsubinterpreters.run_string", 1], ["_testcapi.run_in_subinterp", 0], ["test.support.run_in_subinterp", 0],
]);
/** Attributes and calls that hand a load to code in the same breath: what was dumped here comes back here. */
export const dumps = /^(?:pickle|_pickle|cPickle|dill|cloudpickle|marshal)\.dumps$/;
