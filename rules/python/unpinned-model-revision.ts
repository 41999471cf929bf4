/** A model or dataset is fetched from a hub by a name that its owner can fill anew. */
import { pythonRule, type PyCall, type PyExpr, type PythonFile } from "../api.ts";
import { mentions } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/unpinned-model-revision",
  title: "Model or dataset without a revision",
  severity: { default: "warning", notebook: "info", alias: "info" },
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `A name on a hub is a branch: its owner, or whoever takes over the account, can push other weights, another tokenizer or other code under it.
The next start of the service loads them without a review, a test or a line of diff.`,
  remedy: "Pass the full commit (`revision=\"<40 hex digits>\"`), or load a copy that you keep. In a model registry, load a version number and move it by a reviewed change.",
  silent: "Local paths, names and arguments that cannot be seen, a pinned revision or version, offline mode, tests.",
  references: ["https://huggingface.co/docs/transformers/main_classes/model#transformers.PreTrainedModel.from_pretrained.revision", "https://mlflow.org/docs/latest/model-registry/"],
  examples: [
    {
      title: "Weights by name",
      path: "serve.py",
      bad: "from transformers import AutoModel\n\nmodel = AutoModel.«from_pretrained»(\"bert-base-uncased\")\n",
      good: "from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained(\"bert-base-uncased\", revision=\"86b5e0934494bd15c9632b12f734a8a67f723594\")\n",
    },
    {
      title: "A branch is no revision",
      path: "train.py",
      bad: "from datasets import load_dataset\n\nrows = «load_dataset»(\"imdb\", revision=\"main\")\n",
      good: "from datasets import load_dataset\n\nrows = load_dataset(\"imdb\", revision=\"e6281661ce1c48d982bc483cf8a173c1bbeb5d31\")\n",
    },
    {
      title: "Whatever the registry calls the latest",
      path: "serve.py",
      bad: "import mlflow\n\nmodel = mlflow.pyfunc.load_model(«\"models:/churn/latest\"»)\n",
      good: "import mlflow\n\nmodel = mlflow.pyfunc.load_model(\"models:/churn/17\")\n",
    },
  ],
  prefilter: /from_pretrained|SentenceTransformer|CrossEncoder|SparseEncoder|pipeline|hf_hub_download|snapshot_download|load_dataset|models:\//,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (isOffline(file)) return;
    for (const call of file.here.calls()) {
      const registry = registryPath(file, call);
      if (registry) yield registry;
      else if (isHubCall(file, call)) {
        const name = hubName(file, call);
        const revision = call.argument("revision");
        if (!name || call.spreadsUnknown || call.argument("local_files_only")) continue;
        const value = revision && file.valueOf(revision);
        if (value && (value.kind !== "string" || /^[0-9a-f]{40}$/i.test(value.value) || value.node.holes.length > 0) && value.kind !== "none") continue;
        const branch = value?.kind === "string" ? ` (\`revision="${value.value.slice(0, 40)}"\` is a name that moves)` : "";
        yield {
          at: call.name, ...(file.language === "notebook" && { variant: "notebook" }), confidence: "likely",
          message: `\`${call.method}\` takes whatever \`${name}\` holds on the day it runs${branch}: its owner can change what production loads. Pass \`revision=\` with the full commit.`,
        };
      }
    }
  },
});

const isOffline = mentions(/\b(?:HF_HUB_OFFLINE|TRANSFORMERS_OFFLINE)\b/);
const hubFunctions = /^(?:huggingface_hub(?:\.\w+)?\.(?:hf_hub_download|snapshot_download)|datasets\.load_dataset)$/;
/** Made from the name of a model on the hub: https://sbert.net/docs/package_reference/sentence_transformer/SentenceTransformer.html, https://huggingface.co/docs/transformers/main_classes/pipelines */
const hubMakers = /^(?:sentence_transformers(?:\.\w+)*\.(?:SentenceTransformer|CrossEncoder|SparseEncoder)|transformers(?:\.pipelines)?\.pipeline)$/;
const hubLibraries = /^(?:transformers|diffusers|sentence_transformers|peft|timm|tokenizers|optimum|setfit|huggingface_hub|trl|adapters|pyannote|speechbrain)\b/;

function isHubCall(file: PythonFile, call: PyCall): boolean {
  if (call.callee !== undefined && (hubFunctions.test(call.callee) || (hubMakers.test(call.callee) && hubName(file, call) !== undefined))) return true;
  if (call.method !== "from_pretrained" || !call.receiver) return false;
  return hubLibraries.test(call.callee ?? file.qualifiedName(call.receiver) ?? "");
}

const builders = new Set(["csv", "json", "parquet", "text", "imagefolder", "audiofolder", "arrow", "pandas", "webdataset", "generator", "sql"]);

/** The name on the hub, when it is one for certain and not a folder. */
function hubName(file: PythonFile, call: PyCall): string | undefined {
  const given: PyExpr | undefined = call.callee?.endsWith(".pipeline") ? call.argument("model", 1) : call.positional[0] ?? ["pretrained_model_name_or_path", "repo_id", "path", "model_name_or_path", "model_name"].map((keyword) => call.argument(keyword)).find((one) => one !== undefined);
  const value = given && file.valueOf(given);
  if (value?.kind !== "string" || value.node.holes.length > 0) return undefined;
  const name = value.value;
  if (!/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)?$/.test(name) || (call.method === "load_dataset" && builders.has(name))) return undefined;
  if (/\.(?:py|json|csv|bin|pt|pth|ckpt|safetensors)$|^(?:data|models?|checkpoints?|outputs?|results?|weights|saved\w*|tmp|logs?|artifacts|runs)(?:\/|$)|(?:^|[\/_-])(?:my|our|path|local|saved|output|out|finetuned|checkpoint|ckpt)(?:[\/_-]|$)/i.test(name)) return undefined;
  return name;
}

function registryPath(file: PythonFile, call: PyCall) {
  if (!/^load_model$|^download_artifacts$|^spark_udf$/.test(call.method)) return undefined;
  const given = call.positional[0] ?? call.argument("model_uri");
  const value = given && file.valueOf(given);
  if (value?.kind !== "string") return undefined;
  const alias = /^models:\/[^/]+(?:\/(latest|production|staging|archived)|@(\w+))$/i.exec(value.value);
  if (!alias) return undefined;
  const isLatest = alias[1]?.toLowerCase() === "latest";
  return {
    at: { start: value.node.start, end: value.node.end }, ...(!isLatest && { variant: "alias" }),
    message: `\`${value.value.replace(/\uFFFC/g, "…").replace(/`/g, "'").slice(0, 60)}\` is resolved when it is loaded: two instances started on two days may serve different models, and a rollback of the code does not bring the old one back. Load a version number.`,
  };
}
