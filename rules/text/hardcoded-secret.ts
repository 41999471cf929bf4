/** Credentials written into files: by the shape of the token, by the name they are given, or inside a URL or connection string. */
import { textRule, type Finding, type NamedString, type RuleContext, type Span, type TextFile } from "../api.ts";
import { findCommandPasswords } from "./secrets/commands.ts";
import { isThrowaway, natureOf, type FileNature } from "./secrets/files.ts";
import { looseSecrets } from "./secrets/loose.ts";
import { interpolationDefaults, suspicion, weighNamedStrings, type Weight } from "./secrets/named.ts";
import { authorizations, headerKeys, keyedPasswords, urlPasswords, type FoundPair } from "./secrets/pairs.ts";
import { literalAround, literalOf, readFromEnvironment, variableOf } from "./secrets/remedies.ts";
import { found } from "./secrets/scans.ts";
import { findTokens, isPublicWebKey, type FoundToken } from "./secrets/tokens.ts";

export default textRule({
  id: "text/hardcoded-secret",
  title: "Secret written into a file",
  severity: { default: "error", likely: "warning", "default-credential": "warning", test: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `A secret in a file is shared with everybody who has a copy: the repository and its history, forks, build logs, images, laptops.
Nobody can say who used it, and changing it takes a release. Removing the line is not enough: what was once pushed has to be revoked.`,
  remedy: `Revoke the secret, then read it from the environment or a secret store when the program starts. Keep its name, without the value, in \`.env.example\`.`,
  silent: `On placeholders, templates, references to a secret store, hashes, digests, lockfiles, translations and API descriptions; on hex and UUIDs
unless the name tells an issuer (\`HEROKU_API_KEY\`) or a secret; on names that only speak *about* a secret (\`password_field\`, \`token_count\`, \`secret_name\`, public and table keys, CSRF tokens); on examples that providers print in
their documentation; on keys meant for browsers. A JSON web token that stands alone is a hint: it may have expired; so is an unquoted assignment in a
text for people. In tests it is a hint, see the option \`tests\`; what you know to be harmless goes under \`secrets:\` in \`preship.yaml\`.`,
  references: [
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://12factor.net/config",
    "https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns",
  ],
  options: { tests: { default: true, doc: "Speak, as a hint, in tests and fixtures; false keeps silent there." } },
  examples: [
    {
      title: "A password beside its user name",
      path: "app.properties",
      bad: "db.user=billing\ndb.password=«Tr4ding!Places»\n",
      good: "db.user=billing\ndb.password=${DB_PASSWORD}\n",
    },
    {
      title: "A password inside a URL",
      path: "deploy.sh",
      bad: 'export DATABASE_URL="postgres://billing:' + '«h8Kq-zz3Lw»@db.internal/prod"\n', // in two, so that it is none here
      good: 'export DATABASE_URL="${DATABASE_URL:?}"\n',
    },
    {
      title: "A signing key in a configuration file",
      path: "settings.json",
      bad: '{ "jwtSecret": "«pK3vR8wLx2QnZ5tY7mB4»" }\n',
      good: '{ "jwtSecret": "${JWT_SECRET}" }\n',
    },
    {
      title: "A default that everybody knows",
      path: ".env",
      bad: "POSTGRES_PASSWORD=«changeme»\n",
      good: "POSTGRES_PASSWORD=\n",
    },
  ],
  *check(file, context) {
    const nature = natureOf(file.path, file.text);
    const isTest = context.isTest || nature.isTest;
    if (nature.isSkipped || (isTest && !context.option<boolean>("tests"))) return;
    const taken = new Set<number>();
    for (const finding of candidates(file, nature, context)) {
      if (!take(taken, finding.at)) continue;
      if (context.allowSecret?.(file.slice(finding.at))) continue;
      if (!isTest) yield finding;
      else if (finding.variant !== "default-credential") yield { ...finding, variant: "test" };
    }
  },
});

/** False when a finding stands there already. */
function take(taken: Set<number>, at: Span): boolean {
  const offsets = Array.from({ length: at.end - at.start }, (_, index) => at.start + index);
  if (offsets.some((offset) => taken.has(offset))) return false;
  for (const offset of offsets) taken.add(offset);
  return true;
}

/** The surest first: what comes later yields where they overlap. */
function* candidates(file: TextFile, nature: FileNature, context: RuleContext): Iterable<Finding> {
  if (nature.isLockfile) {
    for (const pair of found(urlPasswords, file, context)) if (pair.value === "random" || pair.value === "mixed") yield aboutPair(file, pair, []);
    return;
  }
  const parts = nature.ignoresNames || file.mayName?.(suspicion) === false ? [] : (file.namedStringParts?.() ?? [file.namedStrings()]);
  const strings = (): readonly NamedString[] => (nature.ignoresNames ? [] : file.namedStrings());
  const tokens = findTokens(file, context);
  for (const token of tokens) if (!token.isUncertain) yield aboutToken(file, token, strings());
  if (nature.isSample) return;
  const pairs = [...[urlPasswords, keyedPasswords, headerKeys, authorizations].flatMap((scan) => found(scan, file, context)), ...findCommandPasswords(file, context, nature.hasCommands)];
  for (const pair of pairs) {
    if (isBelievable(pair, nature, file.path) && !isPublicWebKey(file.slice(pair.at), file, context)) yield aboutPair(file, pair, strings(), nature.isProse && pair.where === "SQL statement");
  }
  for (const { string, weight, issuer } of [...weighNamedStrings(parts, nature), ...weighNamedStrings([found(interpolationDefaults, file, context)], nature)]) {
    if ((nature.isProse && weight !== "issued") || (string.value.startsWith("eyJ") && isThrowaway(file.path))) continue; // made up, to be read
    if (((weight === "known" || weight === "word") && isThrowaway(file.path) && !isRegistryLogin(string)) || isPublicWebKey(string.value, file, context)) continue;
    yield { ...aboutNamed(file, string, weight, issuer), ...(nature.isProse && !issuer && { variant: "likely" }) };
  }
  if (nature.ignoresNames) return;
  const uncertain = tokens.filter(({ isUncertain }) => isUncertain);
  const isToBeRead = uncertain.length > 0 && (isThrowaway(file.path) || (nature.isProse && !/\.(?:txt|log)$/i.test(file.path)));
  for (const token of isToBeRead ? [] : uncertain) yield aboutToken(file, token, strings());
  let read: ReadonlySet<number> | undefined;
  for (const { string, weight, issuer } of looseSecrets(file, context)) {
    read ??= new Set(strings().map(({ innerAt }) => innerAt.start));
    if (!read.has(string.innerAt.start) && !isPublicWebKey(string.value, file, context)) yield { ...aboutNamed(file, string, weight, issuer), fixes: [], ...(nature.isProse && { confidence: "possible" as const }) };
  }
}

/** `credentials:` of a container in a pipeline: unlike its own services, the registry is somebody else's, and stays. */
function isRegistryLogin({ within = [] }: NamedString): boolean {
  return within[within.length - 1] === "credentials" && within.some((key) => key === "container" || key === "services");
}

function isBelievable(pair: FoundPair, nature: FileNature, path: string): boolean {
  if (nature.isProse) return (pair.value === "random" && !(pair.isLocal && pair.where === "query")) || (pair.value === "mixed" && !pair.isLocal && pair.where === "URL");
  if (pair.value === "default" || pair.value === "word") return !isThrowaway(path);
  return true;
}

function aboutToken(file: TextFile, token: FoundToken, strings: readonly NamedString[]): Finding {
  const literal = token.isBlock ? undefined : literalOf(file, token.at, strings);
  const shown = token.isBlock ? `A ${token.name}` : `\`${file.slice(token.at).slice(0, 4)}…\` is a ${token.name}`.replace(/ a (?=[AEIOaeio1])/, " an ");
  return {
    at: token.at,
    ...(token.isTestMode ? { variant: "test" } : token.isUncertain && { variant: "likely", confidence: "possible" as const }),
    message: token.isBlock
      ? `${shown} is written here: everyone with a copy of the repository, its history or its image can act as its owner. Revoke it and load the new one from a secret store.`
      : `${shown} written here: everyone with a copy of the repository, its history or its image can act as its owner. Revoke it and read the new one from the environment.`,
    fixes: literal ? readFromEnvironment(file, literal, (literal.name && isTelling(literal.name) && variableOf(literal.name)) || token.variable) : [],
  };
}

/** `isShown`: in a text for people, where statements are mostly to be copied and changed. */
function aboutPair(file: TextFile, pair: FoundPair, strings: readonly NamedString[], isShown = false): Finding {
  const isKnown = pair.value === "default";
  const isWhole = pair.where === "URL" || pair.where === "query" || pair.where === "connection string";
  const literal = isWhole ? literalAround(file, pair.at, strings) : undefined;
  return {
    at: pair.at,
    ...(isKnown ? { variant: "default-credential" } : pair.value === "word" || pair.isLocal ? { variant: "likely" } : {}),
    confidence: (isKnown && pair.isLocal) || isShown ? "possible" : pair.value === "random" ? "certain" : "likely",
    message: isKnown
      ? `This ${pair.where} carries a well-known default password: whoever reaches the host is in. Set a real one outside the repository and read it from the environment.`
      : `This ${pair.where} carries its password: it ends up in the repository, its history, logs and error messages, for everyone who reads them. Change the password and read the ${isWhole ? pair.where : "value"} from the environment.`,
    fixes: literal ? readFromEnvironment(file, literal, (literal.name && isTelling(literal.name) && variableOf(literal.name)) || pair.variable) : [],
  };
}

function aboutNamed(file: TextFile, string: NamedString, weight: Weight, issuer: string | undefined): Finding {
  const variable = variableOf(string.name) ?? "SECRET";
  const name = string.name.slice(0, 80);
  const falls = string.how === "environment-default" ? "falls back to" : "is set to";
  return {
    at: trimmed(file, string.innerAt),
    ...(weight === "known" ? { variant: "default-credential" } : weight === "word" ? { variant: "likely" } : {}),
    confidence: weight === "issued" ? "certain" : "likely",
    message: weight === "known"
      ? `\`${name}\` ${falls} a value that everybody tries first: whoever reaches the service is in. Require the variable and keep the real value outside the repository.`
      : `\`${name}\` ${issuer ? `holds a ${issuer}`.replace(/ a (?=[AEIO])/, " an ") : "has its secret"} written here: everyone with a copy of the repository, its history or its image holds it, and changing it takes a release. Change it and read the new one from the environment.`,
    fixes: readFromEnvironment(file, string, variable),
  };
}

/** Block scalars and triple quotes begin and end with line ends. */
function trimmed(file: TextFile, at: Span): Span {
  const text = file.slice(at);
  const start = at.start + text.length - text.trimStart().length;
  return { start, end: start + Math.max(1, text.trim().length) };
}

/** A name that tells one variable from another; `value` or `a` does not. */
function isTelling(name: string): boolean {
  return /[A-Z_-]|[a-z]{5}/.test(name) && !/^(?:value|default|string|result|param|config|option|header)s?$/i.test(name);
}
