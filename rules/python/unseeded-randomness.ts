/** Training draws from a global generator that nobody seeded. */
import { type Anchor, type Fix, type Project, projectRule } from "../api.ts";
import type { PythonFacts, SignFact } from "../facts/python.ts";
import { connectedFiles } from "./knowledge/connected.ts";

export default projectRule({
  id: "python/unseeded-randomness",
  title: "Training draws numbers without a seed",
  severity: { default: "warning", notebook: "info", start: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `Order of rows, initial weights and augmentations differ at every run. The model in production cannot be made again from its commit, and
whether a change helped cannot be told from luck.`,
  remedy: "Seed every library that draws, once, where the program starts (`random.seed`, `np.random.seed`, `torch.manual_seed`, or `seed_everything`), and log the seed with the run.",
  silent: `When any file of the same program seeds the library that draws (also through a helper such as \`set_seed\`, which seeds all); generators that are handed in or made with a seed; draws for pauses, names, ports, pictures and prints; files that train nothing; tests.`,
  references: ["https://pytorch.org/docs/stable/notes/randomness.html", "https://numpy.org/doc/stable/reference/random/index.html"],
  examples: [
    {
      title: "Rows shuffled before training",
      path: "train.py",
      bad: "import numpy as np\n\norder = np.random.«permutation»(len(rows))\nmodel.fit(rows[order], labels[order])\n",
      good: "import numpy as np\n\nnp.random.seed(7)\norder = np.random.permutation(len(rows))\nmodel.fit(rows[order], labels[order])\n",
    },
    {
      title: "The helper is in another file",
      path: "train.py",
      bad: "import torch\nfrom helpers import prepare\n\nprepare()\nnoise = torch.«randn»(8, 4)\nloss.backward()\n",
      good: "import torch\nfrom helpers import set_seed\n\nset_seed()\nnoise = torch.randn(8, 4)\nloss.backward()\n",
      files: { "helpers.py": "import torch\n\n\ndef prepare():\n    torch.set_num_threads(4)\n" },
    },
  ],
  *check(project, context) {
    for (const [path, facts] of project.python()) {
      if (context.for(path).isTest || !trains(facts)) continue;
      const draws = (facts.signs ?? []).filter(({ does }) => does === "draw" || does === "start").sort((a, b) => Number(a.does === "start") - Number(b.does === "start"));
      if (draws.length === 0) continue;
      const said = new Set<string>([...connectedFiles(project, path)].flatMap((other) => seededIn(project, other)));
      if (said.has("all")) continue;
      for (const draw of draws) {
        const library = libraryOf(draw);
        if (said.has(library)) continue;
        said.add(library);
        yield {
          path, at: draw.at, confidence: "likely", ...(facts.isNotebook && { variant: "notebook" }), ...(draw.does === "start" && { variant: "start" }),
          message: draw.does === "start" ? `\`${shortName(draw)}\` ${/Loader$|Sampler$/.test(draw.name) ? "draws the order of the rows" : "draws numbers (first weights, dropped units)"} from a generator that nothing seeds, in code that trains: no run can be made again, and a better score may be luck. Call \`${seedCall[library] ?? "a seed function"}\` where the program starts.` : `\`${draw.name}\` draws from a generator that nothing seeds, in code that trains: no run can be made again, and a better score may be luck. Call \`${seedCall[library] ?? "a seed function"}\` where the program starts.`,
          fixes: fixesFor(facts, draw),
        };
      }
    }
  },
});

const seedCall: Readonly<Record<string, string>> = { numpy: "np.random.seed(…)", random: "random.seed(…)", torch: "torch.manual_seed(…)", tensorflow: "tf.random.set_seed(…)", generator: "it with a seed" };

const seedFunction: Readonly<Record<string, string>> = { numpy: "seed", random: "seed", torch: "manual_seed", tensorflow: "set_seed" };

/** After the imports, by the name the module has here; a generator takes its seed where it is made. */
function fixesFor({ head }: PythonFacts, draw: SignFact): readonly Fix<Anchor>[] {
  const library = libraryOf(draw);
  if (library === "generator") return draw.emptyArguments === undefined ? [] : [{ title: "Pass a seed", safe: false, edits: [{ at: draw.emptyArguments, text: "(42)" }] }];
  const seeder = draw.does === "start" && library !== "torch" ? undefined : seedFunction[library];
  if (head === undefined || seeder === undefined || draw.module === undefined) return [];
  const holder = library === "torch" ? draw.module.split(".")[0] : draw.module;
  if (library === "torch" && holder !== "torch") return [];
  return [{ title: `Seed with ${holder ?? ""}.${seeder}(42)`, safe: false, edits: [{ at: head, text: `\n\n${holder ?? ""}.${seeder}(42)` }] }];
}

const shortName = ({ name }: SignFact) => name.slice(name.lastIndexOf(".") + 1);

function libraryOf({ name }: Pick<SignFact, "name">): string {
  if (/^(?:tensorflow\.)?keras\./.test(name)) return "tensorflow";
  return /^(?:numpy\.random\.(?:default_rng|RandomState)|random\.Random)$/.test(name) ? "generator" : (name.split(".")[0] ?? name);
}

function trains({ functions, signs = [] }: PythonFacts): boolean {
  return signs.some(({ does }) => does === "learn") || functions.some(({ acts = [] }) => acts.some(({ does, second, name }) => does === "fit" && (second !== undefined || name === "fit")));
}

/** The libraries that a file seeds; helpers and functions of frameworks seed all. */
function seededIn(project: Project, path: string): readonly string[] {
  return (project.python().get(path)?.signs ?? []).filter(({ does }) => does === "seed").map(({ name }) => (/^(?:numpy|random|torch|tensorflow)\./.test(name) && !/set_random_seed$/.test(name) ? libraryOf({ name }) : "all"));
}
