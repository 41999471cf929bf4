/** Regular expressions whose worst case is polynomial, by file, and what keeps their input so short that it does not matter. */

export const bounded: Readonly<Record<string, { readonly input: string; readonly patterns: readonly string[] }>> = {
  "rules/dockerfile/remote-add.ts": {
    input: "one word of a command or an instruction",
    patterns: [
      String.raw`/\d+\.\d+|\/releases\/download\/(?!latest\b)/`,
    ],
  },
  "rules/dockerfile/unpinned-base-image.ts": {
    input: "one word of a command or an instruction",
    patterns: [
      String.raw`/@.*$/`,
    ],
  },
  "rules/javascript/high-cardinality-label.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/#.*$/`,
    ],
  },
  "rules/javascript/knowledge/data-calls.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/[^/]*$/`,
      String.raw`/\..*$/`,
    ],
  },
  "rules/javascript/knowledge/swallows.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/\w+\W+\w+\W+\w+/`,
    ],
  },
  "rules/javascript/requests/bodies.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/:\s*([^=]+?)\s*$/`,
    ],
  },
  "rules/javascript/timeouts/fixes.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/\B(?=(?:\d{3})+$)/g`,
    ],
  },
  "rules/manifest/unpinned-dependency.ts": {
    input: "one name, version or entry of a manifest",
    patterns: [
      String.raw`/\+.*$/`,
    ],
  },
  "rules/project/parity/sides.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/(?:^|[._])(?:\w*model|\w*clf|\w*classifier|regressor|\w*net|pipe(?:line)?|\w*estimator|lstm|rf|xgb|lgbm?)\d*$/i`,
    ],
  },
  "rules/python/irreversible-migration.ts": {
    input: "one literal of SQL in code",
    patterns: [
      String.raw`/\w+\s+\w+/`,
    ],
  },
  "rules/python/knowledge/estimators.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/(?:^|[._])(?:\w*scaler?|\w*scalar|\w*encoder|\w*vectorizer|\w*imputer|\w*tokenizer|\w*binarizer|\w*transformer|preprocessor|ohe|sc|ss|mms|tfidf|pca|dv)\d*$/i`,
    ],
  },
  "rules/python/knowledge/round-trips.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/^[A-Z]\w*[a-z]\w*$/`,
    ],
  },
  "rules/python/knowledge/served.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/(?:^|\/|_)(?:migrations?|alembic|backups?\w*|fixes|seeds?|scripts?|management|commands|exporters?|export|restore|maintenance)(?:_\w+)?(?:\/|\.py$)/`,
    ],
  },
  "rules/python/knowledge/whole-tables.ts": {
    input: "one literal of SQL in code",
    patterns: [
      String.raw`/^[A-Z]\w*[a-z]\w*$/`,
      String.raw`/\b(?:where|limit|fetch\s+first|fetch\s+next|top\s*\(?\s*\d|group\s+by|distinct|rownum|having|sample|tablesample|join|information_schema|sqlite_master|pragma)\b|\bpg_|\b(?:count|max|min|sum|avg|exists)\s*\(|\uFFFC|\{\w*\}|%s|%\(/i`,
    ],
  },
  "rules/python/shell-from-strings.ts": {
    input: "one word of a command or an instruction",
    patterns: [
      String.raw`/^_*(cmd|command|cmdline|cmd_line|commands|cmds|args|arguments|arg|argv|options|opts|flags|script|extra\w*|params|\w+_(?:cmd|command|args|options|opts|flags|params|script))$/i`,
    ],
  },
  "rules/python/sql-from-strings.ts": {
    input: "one literal of SQL in code",
    patterns: [
      String.raw`/(?:=|<|>|\blike|\bilike|\bin\s*\(|\bvalues\s*\([^)]*|,)\s*'%?$/i`,
    ],
  },
  "rules/python/swallowed-exception.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/\w+\s+\w+\s+\w+/`,
    ],
  },
  "rules/python/taint/assembled.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]/g`,
    ],
  },
  "rules/python/unnamed-run.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/([\w-]+)\.\w+$/`,
    ],
  },
  "rules/python/unsorted-listing.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/(\w+)$/`,
    ],
  },
  "rules/python/unversioned-artifact.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/(?:^|[._])(?:\w*model\w*|clf\w*|reg|regressor\w*|classifier\w*|estimator|pipe(?:line)?\w*|scaler\w*|sc|encoder\w*|vectorizer\w*|preprocessor\w*|transformer|dv|knn|svm|svc|rf|xgb\w*|lgbm\w*|lr|net|booster|tokenizer|pca|kmeans)\d*(?:$|\.state_dict\(\)$)/i`,
    ],
  },
  "rules/shell/tls.ts": {
    input: "one word of a command or an instruction",
    patterns: [
      String.raw`/^(--insecure|--proxy-insecure|-[a-zA-Z]*k[a-zA-Z]*)$/`,
      String.raw`/^-[a-zA-Z]*k[a-zA-Z]*$/`,
    ],
  },
  "rules/text/secrets/named.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/[A-Za-z\u00c0-\uffff][^]*[A-Za-z0-9\u00c0-\uffff]|[0-9][^]*[A-Za-z\u00c0-\uffff]/`,
    ],
  },
  "rules/yaml/host-access.ts": {
    input: "one scalar of a manifest",
    patterns: [
      String.raw`/:(ro|ro,.*|.*,ro)$/`,
      String.raw`/(.)\/+$/`,
    ],
  },
  "rules/yaml/literal-secret-env.ts": {
    input: "one scalar of a manifest",
    patterns: [
      String.raw`/^[<$*]|\$\{|\$\(|<[^>]*>|change.?me|placeholder|your[-_ ]|example|todo|redacted|xxx/i`,
    ],
  },
  "rules/yaml/structure/alerts.ts": {
    input: "one scalar of a manifest",
    patterns: [
      String.raw`/^\s*(vector\(\s*1?\s*\)|1)\s*$|^\s*vector\(1\)/`,
    ],
  },
  "rules/yaml/structure/indirection.ts": {
    input: "one scalar of a manifest",
    patterns: [
      String.raw`/^\s*@["']/m`,
    ],
  },
  "rules/yaml/structure/untrusted.ts": {
    input: "one scalar of a manifest",
    patterns: [
      String.raw`/^\s*!?\s*(contains|startsWith|endsWith|hashFiles)\s*\(/`,
      String.raw`/^[^&|]*(?:==|!=)[^&|]*$/`,
    ],
  },
  "rules/yaml/unpinned-image.ts": {
    input: "one scalar of a manifest",
    patterns: [
      String.raw`/@.*$/`,
    ],
  },
  "server/checklist/list-text.ts": {
    input: "one entry of a file that the team writes",
    patterns: [
      String.raw`/(^|[^\\])\[[^\]]*$|(^|[^\\])\{[^}]*$/`,
    ],
  },
  "server/checklist/state.ts": {
    input: "one entry of a file that the team writes",
    patterns: [
      String.raw`/\s*<.*$/`,
    ],
  },
  "server/languages/dockerfile/variables.ts": {
    input: "one word of a command or an instruction",
    patterns: [
      String.raw`/^([A-Za-z_]\w*)(:?[-+?=]|[#%/:^,].*)?(.*)$/s`,
    ],
  },
  "server/languages/javascript/handlers/entries.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/(?:\(\)|#).*$/s`,
    ],
  },
  "server/languages/javascript/handlers/exported.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/\/?\([^)/]*\)/g`,
    ],
  },
  "server/languages/javascript/index.ts": {
    input: "a path, a name or one literal in code",
    patterns: [
      String.raw`/\.[^/]+$/`,
    ],
  },
  "server/languages/manifest/formats/locks-pnpm.ts": {
    input: "one name, version or entry of a manifest",
    patterns: [
      String.raw`/^\s*(?:'([^']*)'|"([^"]*)"|([^\s:'"][^:\s]*(?::[^:\s]+)*))\s*:(?:\s+(.*))?$/`,
      String.raw`/\(.*$/`,
    ],
  },
  "server/languages/manifest/formats/package-json.ts": {
    input: "one name, version or entry of a manifest",
    patterns: [
      String.raw`/([\w.-]+)$/`,
      String.raw`/@.*$/`,
      String.raw`/\s+\S*$/`,
    ],
  },
  "server/languages/manifest/pins.ts": {
    input: "one name, version or entry of a manifest",
    patterns: [
      String.raw`/\s*,\s*|\s+(?=[<>=!~^])/`,
      String.raw`/#(?:semver:)?(.*)$/`,
      String.raw`/^(?:[\w@/-]*[A-Za-z@/_-])?\d+(?:\.\d+)+[\w.+-]*$/`,
    ],
  },
  "server/languages/manifest/requirement.ts": {
    input: "one name, version or entry of a manifest",
    patterns: [
      String.raw`/[#?].*$/`,
      String.raw`/[/\\]+$/`,
    ],
  },
  "server/languages/notebook/magics.ts": {
    input: "one line of a cell",
    patterns: [
      String.raw`/^(%%?)(!|[A-Za-z_][\w.]*)[ \t]*(.*)$/`,
    ],
  },
  "server/languages/python/edits.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/[^\n]*(?:\n|$)/g`,
    ],
  },
  "server/languages/python/facts-sign-names.ts": {
    input: "one name or short literal in code",
    patterns: [
      String.raw`/^(?:_*(?:set|fix|init|setup|reset|make|apply|configure|initialize)_*(?:all|global|random|the)?_*(?:random)?_*(?:seed|seeds|state|determinism|reproducib\w*)(?:_\w+)?|seed_\w+|seeding|seed_?everything|seed_?all|(?:make_)?deterministic|setup_seed|same_?seeds?|init_seeds?|manual_seed|random_seed)$/i`,
    ],
  },
  "server/languages/shell/requests.ts": {
    input: "one word of a command or an instruction",
    patterns: [
      String.raw`/^[^/]*\d+(\.\d+)+[^/]*$|^v?\d+$/`,
      String.raw`/^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(\[[^\]]*\])?\s*(.*)$/s`,
      String.raw`/^[a-z+]+:\/\/(?:[^/]*@(?=[^/]*\/))?/i`,
      String.raw`/^(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)$/s`,
      String.raw`/\[.*$/`,
    ],
  },
  "server/languages/text/documents.ts": {
    input: "a title of at most 300 characters",
    patterns: [
      String.raw`/[ \t#=]+$/`,
    ],
  },
  "server/languages/text/owners.ts": {
    input: "one line of CODEOWNERS",
    patterns: [
      String.raw`/^\^?\[[^\]]+\](?:\[\d+\])?(?:[ \t]+(.*))?$/`,
    ],
  },
  "server/lsp/frames.ts": {
    input: "the last 64 characters of a message",
    patterns: [
      String.raw`/[}\]]\s{0,8}c[\w-]{0,13}(?::[ \t]*\d{0,9}[ \t]*\r?)?$/i`,
    ],
  },
  "server/lsp/uri.ts": {
    input: "one URI",
    patterns: [
      String.raw`/[?#].*$/`,
    ],
  },
  "server/project/packages/globs.ts": {
    input: "one name, version or entry of a manifest",
    patterns: [
      String.raw`/\/+$/`,
    ],
  },
  "server/project/packages/index.ts": {
    input: "one name, version or entry of a manifest",
    patterns: [
      String.raw`/^=\s*(\d[\w.]*).*$/`,
    ],
  },
  "server/workspace/config-text.ts": {
    input: "one entry of a file that the team writes",
    patterns: [
      String.raw`/(^|[^\\])\[[^\]]*$|(^|[^\\])\{[^}]*$/`,
    ],
  },
  "server/workspace/git.ts": {
    input: "a line of a file that git writes",
    patterns: [
      String.raw`/^gitdir:\s*(.+?)\s*$/m`,
      String.raw`/^\s*(?:\[[^\]]*\])?\s*(\w+)\s*=\s*(.*)$/`,
    ],
  },
};
