/** The YAML language: workflows, Compose, Kubernetes, GitLab pipelines, Prometheus rules and whatever else is written in it. */
import type { Comment, FileFacts, YamlFile } from "../../../rules/api.ts";
import type { Language, OpenFile, TextChange } from "../../engine/language.ts";
import { commentsAfter, yamlComments } from "./comments.ts";
import { yamlFacts } from "./facts.ts";
import { yamlFile } from "./file.ts";
import { parseYaml, type ParsedYaml } from "./nodes.ts";
import { Judgements } from "./parts.ts";
import { reparse } from "./reparse.ts";

const editorLanguages: ReadonlySet<string> = new Set(["yaml", "dockercompose", "github-actions-workflow", "azure-pipelines", "helm"]);

export function yamlLanguage(): Language {
  return {
    id: "yaml",
    claims: (path, editorLanguage) => /\.ya?ml$/i.test(path) || editorLanguages.has(editorLanguage ?? ""),
    load: async () => {},
    isLoaded: true,
    open: (path, text) => new OpenYaml(path, text),
  };
}

class OpenYaml implements OpenFile {
  private tree: ParsedYaml | undefined;
  private kept: { readonly file: YamlFile; facts?: FileFacts } | undefined;
  /** Of a text that was never edited nobody asks twice. */
  private judgements: Judgements | undefined;
  private comments: readonly Comment[] | undefined;

  constructor(private readonly path: string, private text: string) {}

  get file(): YamlFile {
    return this.current().file;
  }

  facts(): FileFacts {
    const current = this.current();
    return (current.facts ??= yamlFacts(current.file));
  }

  /** Most edits stay inside a part of the tree that can be read alone. */
  update(changes: readonly TextChange[], next: string): void {
    const [only, ...more] = changes;
    this.judgements ??= new Judgements();
    if (next !== this.text) {
      this.tree = this.tree && only && more.length === 0 ? reparse(this.tree, this.text, only, next) : undefined;
      this.comments = this.comments && this.tree?.reread && commentsAfter(this.comments, next, this.tree.reread, next.length - this.text.length);
    }
    this.text = next;
    this.kept = undefined;
  }

  dispose(): void {}

  private current(): { readonly file: YamlFile; facts?: FileFacts } {
    return (this.kept ??= { file: yamlFile(this.path, this.text, { parsed: () => (this.tree ??= parseYaml(this.text)), comments: () => (this.comments ??= yamlComments(this.text)), judgements: this.judgements }) });
  }
}
