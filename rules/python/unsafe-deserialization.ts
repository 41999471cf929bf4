/** Finds loads that run code hidden in the data: pickles, old YAML loaders, PyTorch checkpoints, eval. */
import { pythonRule, type Finding, type PyCall, type PythonFile, type RuleContext } from "../api.ts";
import { complaintOf, type Complaint } from "./knowledge/load-complaints.ts";
import { isAtLeast, originsOf, type Origin } from "./taint/origin.ts";
import { mentionsImportOf } from "./knowledge/import-text.ts";

export default pythonRule({
  id: "python/unsafe-deserialization",
  title: "Load that can run code hidden in the data",
  severity: { default: "error", shared: "warning", yaml: "warning", checkpoint: "warning", file: "info", evaluated: "hint", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "A pickle is a program: loading it runs whatever its author put in, and joblib, dill, shelve, `read_pickle` and unguarded `torch.load` are pickles underneath. Whoever can write the bytes, by an upload, a shared bucket or a cache, runs commands in the service with its credentials.",
  remedy: "Exchange data as JSON, Parquet or safetensors; read YAML with `yaml.safe_load`; load checkpoints with `weights_only=True`. Where a pickle has to stay, load only artefacts that this project built, and verify their digest first.",
  silent: "`yaml.safe_load`, `SafeLoader` in any spelling, `FullLoader`; `weights_only=True` or one that cannot be seen; `np.load` without `allow_pickle=True`; dumps; bytes whose signature the same function checked first; `eval` of a literal (of a value whose origin the file does not show: a hint). A file whose origin the code does not show is information only: it may well be the project's own artefact.",
  references: ["https://docs.python.org/3/library/pickle.html", "https://pyyaml.org/wiki/PyYAMLDocumentation", "https://pytorch.org/docs/stable/generated/torch.load.html", "https://numpy.org/doc/stable/reference/generated/numpy.load.html"],
  examples: [
    { title: "Unpickling the body of a request", bad: "import pickle\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/score\")\ndef score():\n    row = pickle.«loads»(request.data)\n    return predict(row)\n", good: "from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/score\")\ndef score():\n    row = request.get_json()\n    return predict(row)\n" },
    { title: "YAML with the loader that builds objects", bad: "import yaml\n\nwith open(\"settings.yaml\") as handle:\n    settings = yaml.«load»(handle, Loader=yaml.Loader)\n", good: "import yaml\n\nwith open(\"settings.yaml\") as handle:\n    settings = yaml.safe_load(handle)\n" },
    { title: "A checkpoint with code in it", bad: "import torch\n\nstate = torch.«load»(path, map_location=\"cpu\")\n", good: "import torch\n\nstate = torch.load(path, map_location=\"cpu\", weights_only=True)\n" },
    { title: "Arrays of objects", bad: "import numpy as np\n\nrows = np.«load»(\"rows.npy\", allow_pickle=True)\n", good: "import numpy as np\n\nrows = np.load(\"rows.npy\")\n" },
  ],
  prefilter: mentionsImportOf(["yaml", "ruamel", "ruamel_yaml", "ruamelyaml", "torch"], /[pP]ickle|dill|marshal|shelve|joblib|safe_mode|\beval\b|\bexec|interact|Interactive|subinterp/),

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const found = complaintOf(file, call);
      if (found) yield finding(file, context, call, found);
    }
  },
});

function finding(file: PythonFile, context: RuleContext, call: PyCall, complaint: Complaint): Finding {
  const origin: Origin = complaint.data ? originsOf(file).of(complaint.data) : { power: "unknown" };
  const isAside = context.isTest || file.language === "notebook";
  const variant = origin.power === "input" ? "default" : isAtLeast(origin, "store") && complaint.variant === "file" ? "shared" : complaint.variant;
  const written = file.slice(complaint.named ?? call.node.func);
  const name = /^[\w.]{1,50}$/.test(written) ? written : call.method;
  const whose = origin.power === "input" ? `, and here anyone who sends a request chooses it (\`${origin.label ?? ""}\`)` : isAtLeast(origin, "store") ? `, and here it comes from elsewhere (\`${origin.label ?? ""}\`)` : "";
  return {
    at: complaint.named ? { start: complaint.named.start, end: complaint.named.end } : call.name,
    message: `\`${name}\` ${complaint.wrong}${whose}: one tampered file or message becomes a shell in production. ${complaint.remedy}`,
    variant: isAside && origin.power !== "input" ? "aside" : variant,
    confidence: origin.power === "input" ? "certain" : "likely",
    ...(origin.at && isAtLeast(origin, "store") && { related: [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] }),
    ...(complaint.fix && { fixes: [complaint.fix] }),
  };
}
