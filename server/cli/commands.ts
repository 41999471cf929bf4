/** The commands by name: what each is for and which options it takes, known without loading what it needs to run. */
import type { Profile } from "../../rules/api.ts";
import type { Command } from "./arguments.ts";

export const profiles: readonly Profile[] = ["prototype", "internal", "customer-facing", "safety-critical"];

export const checkCommand: Command = {
  name: "check",
  usage: "preship check [paths] [options]",
  summary: "Lints files and folders (default: the current one) for production readiness.",
  options: {
    format: { type: "string" }, output: { type: "string" }, config: { type: "string" }, isolated: { type: "boolean" }, profile: { type: "string" },
    rule: { type: "string", multiple: true }, "fail-on": { type: "string" }, fix: { type: "boolean" }, "unsafe-fixes": { type: "boolean" }, diff: { type: "boolean" },
    baseline: { type: "string" }, "stdin-filename": { type: "string" }, jobs: { type: "string" }, "no-cache": { type: "boolean" },
  },
  help: {
    "--format F": "text (default), json, sarif, github or markdown",
    "--output FILE": "write the report there instead of to standard output",
    "--config FILE": "use this configuration instead of the nearest preship.yaml",
    "--isolated": "ignore every preship.yaml",
    "--profile P": `${profiles.join(", ")}: the blast radius, over what the configuration says`,
    "--rule GLOB": "only rules that match; may be repeated",
    "--fail-on LEVEL": "error, warning (default), info or never: what makes the exit code 1",
    "--fix": "apply safe fixes, then report what remains",
    "--unsafe-fixes": "with --fix or --diff: also fixes that may change behaviour",
    "--diff": "show what the fixes would change, and change nothing",
    "--baseline FILE": "pass over findings accepted there (`preship baseline` writes it)",
    "--stdin-filename F": "read standard input as the text of this file",
    "--jobs N": "threads at most (default: one per core, eight at most)",
    "--no-cache": "analyse every file anew, and keep nothing for the next time",
  },
};

const shared = { config: { type: "string" }, isolated: { type: "boolean" }, profile: { type: "string" } } as const;

export const gateCommand: Command = {
  name: "gate", usage: "preship gate [folder] [--format text|json|markdown|sarif]", summary: "Exit code 0 when every applicable checklist item is confirmed, waived, or unknown with a link.",
  options: { ...shared, format: { type: "string" }, output: { type: "string" } },
  help: { "--format F": "text (default), json, markdown or sarif", "--output FILE": "write the report there", "--profile P": "judge by this blast radius" },
};

export const signCommand: Command = {
  name: "sign", usage: "preship sign ITEM [--note WORDS] [--link URL]", summary: "Confirms a checklist item in your name, at this commit, with the evidence as it is.",
  options: { ...shared, note: { type: "string" }, link: { type: "string", multiple: true }, withdraw: { type: "boolean" }, "not-applicable": { type: "string" } },
  help: { "--note WORDS": "what you saw", "--link URL": "where a platform shows it; may be repeated", "--withdraw": "take the sign-off back", "--not-applicable REASON": "say that the item does not apply, and why" },
};

export const waiveCommand: Command = {
  name: "waive", usage: "preship waive ITEM --reason WORDS --owner NAME --until DATE", summary: "Accepts an open or blocked item until a date.",
  options: { ...shared, reason: { type: "string" }, owner: { type: "string" }, until: { type: "string" }, scope: { type: "string" } },
  help: { "--reason WORDS": "why it is acceptable", "--owner NAME": "who answers for it", "--until DATE": "last day, as 2027-01-31", "--scope WORDS": "what it covers" },
};

export const reportCommand: Command = {
  name: "report", usage: "preship report [folder] [--format markdown|html] [--output FILE]", summary: "Writes the readiness report.",
  options: { ...shared, format: { type: "string" }, output: { type: "string" } }, help: { "--format F": "markdown (default) or html", "--output FILE": "write it there instead of to standard output" },
};

export const baselineCommand: Command = {
  name: "baseline",
  usage: "preship baseline [paths] [--output FILE]",
  summary: "Writes today's findings as accepted, so that only new ones are reported.",
  options: { output: { type: "string" }, config: { type: "string" }, profile: { type: "string" } },
  help: { "--output FILE": "default .preship/baseline.json; name it as `baseline:` in preship.yaml" },
};

export const rulesCommand: Command = {
  name: "rules", usage: "preship rules [--format text|json]", summary: "Lists every rule with its severity and principle.",
  options: { format: { type: "string" } }, help: { "--format F": "text (default) or json" },
};

export const explainCommand: Command = { name: "explain", usage: "preship explain RULE", summary: "Prints a rule's page: why, what instead, examples, when it stays silent.", options: {}, help: {} };

export const configCommand: Command = {
  name: "config", usage: "preship config FILE", summary: "Prints the configuration in force for a file, and where each value comes from.",
  options: { config: { type: "string" }, isolated: { type: "boolean" } }, help: { "--config FILE": "as for check", "--isolated": "as for check" },
};

export const initCommand: Command = { name: "init", usage: "preship init", summary: "Writes a commented preship.yaml to start from; never overwrites.", options: {}, help: {} };

export const lspCommand: Command = { name: "lsp", usage: "preship lsp --stdio", summary: "Starts the language server for any editor.", options: { stdio: { type: "boolean" } }, help: { "--stdio": "speak over standard input and output (the only way from here)" } };
