/** What a file's path and first lines say about the worth of a credential found in it. */

export interface FileNature {
  /** Machine-written sums and versions, or no text at all: nothing in it was typed as a secret. */
  readonly isSkipped: boolean;
  /** Sums and versions, and the addresses they came from: those may hold a password, nothing else does. */
  readonly isLockfile: boolean;
  /** Names say nothing here: translations, API descriptions, bundles, style sheets. */
  readonly ignoresNames: boolean;
  /** Written for people: credentials in it are mostly made up. */
  readonly isProse: boolean;
  /** Meant to be copied and filled in: `.env.example`. */
  readonly isSample: boolean;
  /** Its values run as they are, so that even a placeholder is a credential. */
  readonly isDeployed: boolean;
  /** Settings, where a literal is the value in use and no word of a schema. */
  readonly isSettings: boolean;
  /** Holds commands. */
  readonly hasCommands: boolean;
  readonly isTest: boolean;
}

const lockfile = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|pixi\.lock|conda-lock\.yml|Gemfile\.lock|composer\.lock|Cargo\.lock|go\.sum|go\.work\.sum|flake\.lock|Package\.resolved|Podfile\.lock|Cartfile\.resolved|mix\.lock|pubspec\.lock|packages\.lock\.json|gradle\.lockfile|\.terraform\.lock\.hcl|deno\.lock|MODULE\.bazel\.lock|Chart\.lock)$/i;
const skipped = /(?:^|\/)(?:SHASUMS256\.txt|[^/]*\.(?:lock|sum|sha256|sha512|md5|map|svg|png|jpe?g|gif|ico|pdf|woff2?|ttf|eot|wasm|zip|gz|tgz|jar|class|pyc|so|dll|exe|bin|onnx|pkl|pt|h5|parquet|npy|npz|mo))$/i;
const nameless = /(?:^|\/)(?:locales?|i18n|l10n|translations?|lang|langs|languages?|messages|nls)\/|(?:^|\/)(?:messages|translations?|strings|locale|i18n)[_.-][A-Za-z]{2}(?:[_-][A-Za-z]{2})?\.\w+$|\.(?:po|pot|xliff|xlf|arb|resx|strings|ftl|css|scss|less|sass|min\.[cm]?js|bundle\.js|snap|snapshot\.json)$|(?:^|\/)(?:swagger|openapi)[^/]*\.(?:json|ya?ml)$|[._-](?:swagger|openapi|schema)\.(?:json|ya?ml)$|(?:^|\/)(?:nsswitch\.conf|pam\.d\/[^/]*)$/i;
const prose = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt|textile|org|tex|html?|log)$|(?:^|\/)(?:CHANGELOG|README|LICENSE|NOTICE|AUTHORS)[^/]*$/i;
const sample = /(?:^|\/)[^/]*(?:^|[._/-])(?:example|examples|sample|samples|template|tmpl|tpl|dist|default|defaults|skel)(?:[._-][^/]*)?$/i;
const sampleEnv = /\.env[^/]*(?:example|sample|template|dist|default|defaults|schema)|(?:example|sample|template)[^/]*\.env/i;
const deployed = /(?:^|\/)[._]?(?:netrc|pgpass)$|(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$|(?:^|\/)\.env(?:\.[^/]+)?$|\.env$|(?:^|\/)(?:Docker|Container)file[^/]*$|\.dockerfile$|(?:^|\/)(?:helm|charts|k8s|kubernetes|manifests|deploy|deployment)\/|(?:^|\/)values[^/]*\.ya?ml$|\.tfvars$/i;
const settings = /\.(?:ya?ml|ini|cfg|conf|cnf|properties|toml|env|hcl|tfvars)$/i;
const workflow = /(?:^|\/)\.(?:github\/workflows|circleci|gitlab-ci|travis|buildkite)|(?:^|\/)(?:\.gitlab-ci|\.travis|azure-pipelines|bitbucket-pipelines|appveyor)[^/]*\.ya?ml$/i;
const commands = /\.(?:sh|bash|zsh|fish|ksh|bat|cmd|ps1|ya?ml|mk|toml|service|dockerfile|groovy|jenkinsfile)$|(?:^|\/)(?:Docker|Container|Make|Jenkins|Vagrant|Proc|Just|Rake)file[^/]*$|(?:^|\/)(?:justfile|crontab|entrypoint|package\.json)$/i;
const testFile = /(?:^|\/)(?:__snapshots__|testing|test[_-]?(?:data|utils?|helpers?|fixtures?|support)|mocks?|stubs?|fakes?|specs?|it|integration[_-]?tests?|unit[_-]?tests?|e2e[_-]?tests?|[^/]*[._-]tests?)\/|[._-](?:test|tests|spec|mock|fixture|stories|e2e)\.[a-z0-9]+$|(?:Tests?|IT|Spec|Mock)\.(?:java|kt|cs|swift|scala|groovy|php)$|(?:^|\/)(?:test|spec|mock)[_-][^/]*$|_(?:test|spec)\.\w+$/;
const describing = /["']?(?:openapi|swagger)["']?\s*:\s*["']?[123]\.|"\$schema"\s*:\s*"https?:\/\/json-schema\.org|^components:[ \t]*\r?\n[ \t]+(?:schemas|responses|parameters|examples|securitySchemes):/m;
const sampleFolder = /(?:^|\/)(?:examples?|samples?|demos?|tutorials?|playground|docs?)\//i;

let last: { readonly path: string; readonly head: string; readonly nature: FileNature } | undefined;

/** Asked again for each letter that is typed, mostly of the same file. */
export function natureOf(path: string, text: string): FileNature {
  const head = text.slice(0, 2000);
  if (last?.path !== path || last.head !== head) last = { path, head, nature: new Nature(path, head) };
  return last.nature;
}

/** Each answer is worked out when it is first asked for: of most files most are never. */
class Nature implements FileNature {
  readonly isLockfile: boolean;
  readonly isSkipped: boolean;
  readonly isTest: boolean;
  private known: { ignoresNames?: boolean; isProse?: boolean; isSample?: boolean; isDeployed?: boolean; isSettings?: boolean; hasCommands?: boolean } = {};

  constructor(private readonly path: string, private readonly head: string) {
    this.isLockfile = lockfile.test(path);
    this.isSkipped = (!this.isLockfile && skipped.test(path)) || head.slice(0, 1000).includes("\u0000");
    this.isTest = testFile.test(path);
  }

  get ignoresNames(): boolean {
    return (this.known.ignoresNames ??= nameless.test(this.path) || describing.test(this.head));
  }

  get isProse(): boolean {
    return (this.known.isProse ??= prose.test(this.path));
  }

  get isSample(): boolean {
    return (this.known.isSample ??= sample.test(this.path) || sampleEnv.test(this.path));
  }

  get isDeployed(): boolean {
    return (this.known.isDeployed ??= deployed.test(this.path) && !this.isSample && !workflow.test(this.path));
  }

  get isSettings(): boolean {
    return (this.known.isSettings ??= settings.test(this.path) && !this.isSample);
  }

  get hasCommands(): boolean {
    return (this.known.hasCommands ??= commands.test(this.path) || /(?:^|\/)[^./]+$/.test(this.path) || this.head.startsWith("#!"));
  }
}

/** Values of a pipeline's throw-away services, and code that shows how: default credentials there protect nothing. */
export function isThrowaway(path: string): boolean {
  return workflow.test(path) || sampleFolder.test(path);
}
