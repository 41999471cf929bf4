/** PyTorch is told to pick kernels by speed, or its loader's workers draw from seeds of their own: the same run gives other weights. */
import { type Finding, pythonRule, type PyCall, type PythonFile } from "../api.ts";
import { hasCall, mentions } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/nondeterministic-backend",
  title: "Backend that computes something else at every run",
  severity: { default: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `A global seed is not enough. With \`cudnn.benchmark\` the fastest kernel of the moment is chosen, and kernels round differently; workers
of a shuffling loader that are not seeded draw their augmentations from states that differ between runs. The weights of two runs of the
same commit then differ, and nobody can tell a regression from noise.`,
  remedy: "Leave `cudnn.benchmark` off while training (or call `torch.use_deterministic_algorithms(True)`), and give loaders with workers a `generator=` and a `worker_init_fn=`.",
  silent: `When deterministic algorithms are requested in the file; loaders without workers; loaders without shuffling, unless they are named after training (a hint then); files that do not train; arguments that cannot be seen.`,
  references: ["https://pytorch.org/docs/stable/notes/randomness.html"],
  examples: [
    {
      title: "The fastest kernel of the day",
      path: "train.py",
      bad: "import torch\n\ntorch.manual_seed(0)\n«torch.backends.cudnn.benchmark» = True\nloss.backward()\n",
      good: "import torch\n\ntorch.manual_seed(0)\ntorch.backends.cudnn.benchmark = False\nloss.backward()\n",
    },
    {
      title: "Workers with seeds of their own",
      path: "train.py",
      bad: "import torch\nfrom torch.utils.data import DataLoader\n\ntorch.manual_seed(0)\nloader = «DataLoader»(rows, shuffle=True, num_workers=4)\nloss.backward()\n",
      good: "import torch\nfrom torch.utils.data import DataLoader\n\ntorch.manual_seed(0)\nloader = DataLoader(rows, shuffle=True, num_workers=4, worker_init_fn=seed_worker, generator=torch.Generator().manual_seed(0))\nloss.backward()\n",
    },
  ],
  prefilter: /cudnn|DataLoader|benchmark/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (isDeterministic(file)) return;
    if (trains(file)) yield* picksKernels(file);
    yield* unseededWorkers(file);
  },
});

function* picksKernels(file: PythonFile): Iterable<Finding> {
  for (const assign of file.here.nodes("Assign")) {
    for (const target of assign.targets) {
      if (target.kind !== "Attribute" || target.attr !== "benchmark" || file.qualifiedName(target) !== "torch.backends.cudnn.benchmark") continue;
      const value = file.valueOf(assign.value);
      if (value.kind !== "bool" || !value.value) continue;
      yield { at: { start: target.start, end: target.end }, message: "`cudnn.benchmark = True` picks whichever kernel is fastest that day, and kernels round differently: two trainings of this commit give different weights. Turn it off while training, or request deterministic algorithms." };
    }
  }
  for (const call of file.here.calls()) {
    const benchmark = /^(?:pytorch_lightning|lightning)\b.*\.Trainer$/.test(call.callee ?? "") ? call.argument("benchmark") : undefined;
    const value = benchmark && file.valueOf(benchmark);
    if (value?.kind === "bool" && value.value) yield { at: call.name, message: "`Trainer(benchmark=True)` picks whichever kernel is fastest that day, and kernels round differently: two trainings of this commit give different weights. Leave it off, or pass `deterministic=True`." };
  }
}

function* unseededWorkers(file: PythonFile): Iterable<Finding> {
  for (const call of file.here.calls()) {
    const missing = /^torch\.utils\.data\.(?:dataloader\.)?DataLoader$/.test(call.callee ?? "") && (learns(file) || isForTraining(file, call)) ? missingSeeds(file, call) : [];
    if (missing.length === 0) continue;
    const isOrdered = call.argument("shuffle", 2) === undefined;
    yield { at: call.name, confidence: isOrdered ? "possible" : "likely", message: `\`DataLoader\` ${isOrdered ? "" : "shuffles and "}loads in workers, but has no ${missing.map((one) => `\`${one}\``).join(" and no ")}: ${isOrdered ? "" : "order and "}augmentations differ between runs${isSeeded(file) ? " although a seed is set" : ""}. Pass ${missing.map((one) => `\`${one}=\``).join(" and ")}.` };
  }
}

function missingSeeds(file: PythonFile, call: PyCall): string[] {
  const workers = call.argument("num_workers", 5);
  const shuffle = call.argument("shuffle", 2);
  const count = workers && file.valueOf(workers);
  const isShuffled = shuffle && file.valueOf(shuffle);
  const hasWorkers = workers !== undefined && (count?.kind === "number" ? count.value > 0 : count?.kind !== "parameter" && count?.kind !== "any-of");
  const mayAugment = shuffle === undefined ? isForTraining(file, call) && !call.argument("sampler") && !call.argument("batch_sampler") : isShuffled?.kind === "bool" && isShuffled.value;
  if (call.spreadsUnknown || !hasWorkers || !mayAugment) return [];
  return ["worker_init_fn", "generator"].filter((keyword) => !call.argument(keyword));
}

/** `train_loader = DataLoader(train_rows, …)`, in a file of which nothing else is known. */
function isForTraining(file: PythonFile, { node, positional }: PyCall): boolean {
  const target = node.parent?.kind === "Assign" ? node.parent.targets[0] : undefined;
  return [target, positional[0]].some((one) => one !== undefined && /(?:^|[._])train/i.test(file.slice(one)));
}

const isSeeded = hasCall(({ callee }) => callee === "torch.manual_seed" || callee?.endsWith("seed_everything") === true);
const learns = hasCall(({ method, receiver }) => receiver !== undefined && (method === "backward" || method === "fit"));
const optimises = hasCall(({ callee = "", method, receiver, node }) => /^torch\.optim\.|\bTrainer$/.test(callee) || (method === "train" && receiver !== undefined && node.args.length === 0));
/** Also the rest of a training whose steps are out of sight. */
const trains = (file: PythonFile): boolean => learns(file) || optimises(file);
const isDeterministic = mentions(/\buse_deterministic_algorithms\b|\benable_full_determinism\b|\bcudnn\.deterministic\s*=\s*True|\bdeterministic\s*=\s*True/);
