/** Finds models and data sets that may bring their own Python, to be run here. */
import { pythonRule, type PyCall, type PyExpr, type PythonFile } from "../api.ts";
import { originsOf } from "./taint/origin.ts";

export default pythonRule({
  id: "python/trusted-remote-code",
  title: "Code from a model hub is run as it stands today",
  severity: { default: "warning", input: "error", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs", "reproducible-build"],
  since: "0.1.0",
  why: "`trust_remote_code=True` downloads Python from the repository of a model and runs it in this process, with its credentials. Without a revision it is whatever the repository holds at the next start: an update, or whoever took over the account, deploys into production without a review.",
  remedy: "Use an architecture that the library ships. Where the code is needed, read it, pin it (`revision=\"<commit>\"`, and `code_revision=` where the code lives in another repository), and mirror it.",
  silent: "A revision that is a whole commit id; a path on disk, visibly; a switch that arrives from outside; `False`. Tests and notebooks get a hint.",
  references: ["https://huggingface.co/docs/transformers/main/en/models#custom-models", "https://pytorch.org/docs/stable/hub.html#torch.hub.load"],
  examples: [
    { title: "Whatever the repository holds today", bad: "from transformers import AutoModelForCausalLM\n\nmodel = AutoModelForCausalLM.from_pretrained(\"acme/chat-7b\", «trust_remote_code=True»)\n", good: "from transformers import AutoModelForCausalLM\n\nmodel = AutoModelForCausalLM.from_pretrained(\n    \"acme/chat-7b\", trust_remote_code=True, revision=\"8f3f2ce41e7d4a3c9f3b1c0d7a5e6b2f4d9c8a10\"\n)\n" },
    { title: "A branch is no pin", bad: "from datasets import load_dataset\n\nrows = load_dataset(\"acme/claims\", revision=\"main\", «trust_remote_code=True»)\n", good: "from datasets import load_dataset\n\nrows = load_dataset(\"acme/claims\", revision=\"0c3f2ce41e7d4a3c9f3b1c0d7a5e6b2f4d9c8a1e\")\n" },
  ],
  prefilter: /trust_remote_code|trust_repo/,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      for (const argument of call.node.args) {
        if (argument.name !== "trust_remote_code" && !(argument.name === "trust_repo" && call.callee === "torch.hub.load")) continue;
        if (!isTrue(file, argument.value) || isPinned(file, call) || isOnDisk(file, call)) continue;
        const model = call.positional[0];
        const isInput = model !== undefined && originsOf(file).of(model).power === "input";
        const written = file.slice(call.node.func);
        const name = /^[\w.]{1,60}$/.test(written) ? written : call.method;
        yield {
          at: { start: argument.start, end: argument.end },
          message: `\`${name}\` with \`${argument.name}=True\` runs Python from ${isInput ? "any repository that a request names" : "the model's repository as it stands at the next start"}: a push there deploys code here, with this service's credentials. ${isInput ? "Choose from a fixed list." : "Read it and pin `revision=` to its commit."}`,
          variant: isInput ? "input" : context.isTest || file.language === "notebook" ? "aside" : "default",
          confidence: "certain",
        };
      }
    }
  },
});

function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}

/** A whole commit id, or a revision that cannot be seen. */
function isPinned(file: PythonFile, call: PyCall): boolean {
  if (call.spreadsUnknown && !call.argument("revision")) return true;
  const first = call.positional[0];
  const repository = first && file.valueOf(first);
  if (repository?.kind === "string" && /:[0-9a-f]{40}$/.test(repository.value)) return true;
  const given = call.argument("code_revision") ?? call.argument("revision");
  if (!given) return false;
  const value = file.valueOf(given);
  return value.kind === "string" ? /^[0-9a-f]{40}$/.test(value.value) : value.kind !== "none";
}

/** `./model`, `/models/x`, a `Path`: nothing is downloaded. */
function isOnDisk(file: PythonFile, call: PyCall): boolean {
  const first = call.positional[0];
  if (!first) return false;
  const value = file.valueOf(first);
  return value.kind === "string" ? /^[./~\\]|^[A-Za-z]:/.test(value.value) && value.node.holes.length === 0 : value.kind === "call" && /^(pathlib\.|os\.path\.)/.test(value.of);
}
