/** The file that holds an example's text, when the example does not name one. */
import type { Example } from "../rules/api.ts";

const defaultPath: Readonly<Record<string, string>> = {
  python: "service.py", notebook: "notebook.ipynb", javascript: "service.ts", yaml: "config.yaml", dockerfile: "Dockerfile", manifest: "requirements.txt", text: "settings.py", project: "service.py",
};

export function pathOf(rule: { readonly id: string }, example: Example): string {
  return example.path ?? defaultPath[rule.id.split("/")[0] ?? ""] ?? "file.txt";
}
