/** How a text file is written, by its name: what its comments look like and where it names strings. */

/** `lines`: unquoted `key=value`. `code`: quoted literals behind names. `prose`: names nothing. */
export type Shape = "lines" | "shell" | "code" | "json" | "xml" | "netrc" | "pgpass" | "key" | "prose";

export interface Format {
  readonly shape: Shape;
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
}

const hash = ["#"];
const slashes = ["//"];
const cBlock = [["/*", "*/"]] as const;
const markup = [["<!--", "-->"]] as const;

const families: readonly { readonly path: RegExp; readonly format: Format }[] = [
  { path: /(?:^|\/)\.?netrc$|(?:^|\/)_netrc$/i, format: { shape: "netrc", lineComments: hash, blockComments: [] } },
  { path: /(?:^|\/)\.?pgpass(?:\.conf)?$/i, format: { shape: "pgpass", lineComments: hash, blockComments: [] } },
  { path: /\.key$/i, format: { shape: "key", lineComments: [], blockComments: [] } },
  { path: /\.(?:vue|svelte|astro)$/i, format: { shape: "code", lineComments: slashes, blockComments: [["<!--", "-->"], ["/*", "*/"]] } },
  { path: /\.(?:md|mdx|markdown|html?)$/i, format: { shape: "prose", lineComments: [], blockComments: markup } },
  { path: /\.(?:rst|adoc|txt|text|log|tex|csv|tsv|po|pot|diff|patch|svg)$|(?:^|\/)(?:LICENSE|NOTICE|AUTHORS|CHANGELOG|README)$/i, format: { shape: "prose", lineComments: ["#", "..", "%", "//"], blockComments: markup } },
  { path: /\.(?:jsonc?|json5|webmanifest|geojson|avsc|har|tfstate|code-workspace|ipynb|template)$|(?:^|\/)\.(?:dockercfg|babelrc|eslintrc|prettierrc|swcrc|bowerrc)$/i, format: { shape: "json", lineComments: slashes, blockComments: cBlock } },
  { path: /\.(?:xml|config|csproj|vbproj|fsproj|props|targets|plist|pom|xaml|resx|settings|nuspec|wsdl|xsd|jnlp|ovpn|mobileconfig)$/i, format: { shape: "xml", lineComments: [], blockComments: markup } },
  { path: /(?:^|\/)\.env[^/]*$|\.env$|(?:^|\/)\.?envrc$|\.(?:sh|bash|zsh|ksh|fish|bats|profile|bashrc|zshrc)$|(?:^|\/)(?:\.bashrc|\.zshrc|\.profile|\.bash_profile|Makefile|justfile|Procfile|crontab|entrypoint)$|\.(?:mk|service|bat|cmd|ps1|psm1)$/i, format: { shape: "shell", lineComments: ["#", "REM ", "rem ", "::"], blockComments: [] } },
  { path: /\.(?:ini|cfg|conf|cnf|properties|prefs|prop|desktop|editorconfig|toml|s3cfg|boto|gitconfig|inf|reg|rdp)$|(?:^|\/)\.(?:s3cfg|boto|pypirc|npmrc|yarnrc|gitconfig|my\.cnf|aws\/[^/]+|pylintrc|curlrc|wgetrc|condarc)$|(?:^|\/)\.?aws\/(?:credentials|config)$|(?:^|\/)\.?(?:credentials|config|secrets|settings|environment)$/i, format: { shape: "lines", lineComments: ["#", ";", "!"], blockComments: [] } },
  { path: /\.(?:rb|rake|gemspec|pl|pm|r|jl|ex|exs|py|pyi|ya?ml|nix|coffee|cr|tcl|awk)$|(?:^|\/)(?:Gemfile|Rakefile|Vagrantfile|Podfile|Fastfile|Dockerfile[^/]*)$/i, format: { shape: "code", lineComments: hash, blockComments: [] } },
  { path: /\.(?:tf|tfvars|hcl|php|phtml)$/i, format: { shape: "code", lineComments: ["#", "//"], blockComments: cBlock } },
  { path: /\.(?:sql|lua|hs|elm|adb|ads)$/i, format: { shape: "code", lineComments: ["--"], blockComments: cBlock } },
  { path: /\.(?:clj|cljs|edn|lisp|el|scm|rkt|asm)$/i, format: { shape: "code", lineComments: [";"], blockComments: [] } },
];

/** Dot files without an extension are settings. */
const dotFile: Format = { shape: "lines", lineComments: ["#", ";"], blockComments: [] };
const other: Format = { shape: "code", lineComments: ["#", "//"], blockComments: cBlock };

export function formatOf(path: string): Format {
  return families.find((family) => family.path.test(path))?.format ?? (/(?:^|\/)\.[\w-]+$/.test(path) ? dotFile : other);
}
