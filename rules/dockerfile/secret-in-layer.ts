/** Secrets that a build leaves in the image: handed in as build arguments, kept as ENV, or copied as files. */
import { dockerfileRule, type DockerFile, type DockerInstruction, type DockerPair, type Finding } from "../api.ts";

export default dockerfileRule({
  id: "dockerfile/secret-in-layer",
  title: "Secret that stays in the image",
  severity: { default: "warning", argument: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `An image is handed to everybody who may pull it. Its layers keep every file that was ever copied, its configuration every ENV, its history the build arguments of its
last stage; deleting the file in a later step takes nothing back.`,
  remedy: `Mount it for the one command that needs it: \`RUN --mount=type=secret,id=token …\`. What the service needs at run time is given to it at run time.`,
  silent: `Secret mounts, values written in the file (\`text/hardcoded-secret\` tells of those), build arguments of stages that are left behind, names that only speak of a secret (paths,
URLs, ids, public keys), sample files (\`.env.example\`), tests.`,
  references: ["https://docs.docker.com/build/building/secrets/", "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/"],
  examples: [
    { title: "The file itself", bad: "FROM node:22\nCOPY «.env» /app/\nCMD [\"node\", \"/app/server.js\"]\n", good: "FROM node:22\nCOPY .env.example /app/\nCMD [\"node\", \"/app/server.js\"]\n" },
    { title: "Argument kept as ENV", bad: "FROM node:22\nARG API_TOKEN\nENV «API_TOKEN=$API_TOKEN»\n", good: "FROM node:22\nRUN --mount=type=secret,id=api_token npm ci\n" },
    { title: "In the history", bad: "FROM node:22\nARG «NPM_TOKEN»\nRUN npm ci\n", good: "FROM node:22 AS build\nARG NPM_TOKEN\nRUN npm ci\nFROM node:22\nCOPY --from=build /app /app\n" },
  ],
  *check(file, context) {
    for (const finding of written(file)) yield context.isTest ? { ...finding, confidence: "possible" } : finding;
  },
});

function* written(file: DockerFile): Iterable<Finding> {
  const shipped = new Set<number>();
  for (let stage = file.stages().at(-1); stage; stage = stage.parent) shipped.add(stage.index);
  const inImage = file.instructions().filter(({ stage }) => stage !== undefined && shipped.has(stage.index));
  const kept = new Set<string>();
  for (const instruction of inImage) {
    if (instruction.keyword === "ENV") yield* environment(file, instruction, kept);
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") yield* copied(instruction);
  }
  for (const { keyword, pairs } of inImage) if (keyword === "ARG") yield* argument(pairs, kept);
}

function* environment(file: DockerFile, { pairs }: DockerInstruction, kept: Set<string>): Iterable<Finding> {
  for (const { name, value, start, end } of pairs) {
    const source = /^\$\{?(\w+)\}?$/.exec(value ?? "")?.[1];
    if (!source || !isSecretName(name)) continue;
    const given = file.instructions().find(({ keyword, pairs: all }) => keyword === "ARG" && all.some((pair) => pair.name === source));
    if (!given) continue;
    kept.add(source);
    yield {
      at: { start, end },
      message: `\`ENV ${name}\` keeps a build argument in the image: everybody who can pull it reads the secret with \`docker inspect\`. Give it to the container at run time, or mount it with \`RUN --mount=type=secret\`.`,
      related: [{ at: { start: given.start, end: given.end }, message: "handed in here" }],
    };
  }
}

function* argument(pairs: readonly DockerPair[], kept: ReadonlySet<string>): Iterable<Finding> {
  for (const { name, value, nameAt } of pairs) {
    if (!isSecretName(name) || kept.has(name) || (value !== undefined && value !== "")) continue;
    yield { at: { start: nameAt.start, end: nameAt.end }, variant: "argument", message: `\`ARG ${name}\` stays readable in the history of the image (\`docker history\`): everybody who can pull it has the secret. Use \`RUN --mount=type=secret\`, or a stage that is left behind.` };
  }
}

/** File names that hold credentials, whatever the folder. */
const secretFiles = /(^|\/)(\.env(\.(local|prod|production|staging|live))?|\.netrc|\.pypirc|\.pgpass|\.git-credentials|id_(rsa|ed25519|ecdsa|dsa)|\.aws(\/credentials)?|\.ssh|\.docker\/config\.json|\.kube(\/config)?|(service[-_]?account|credentials|gcp[-_]?key|client[-_]secret)[\w.-]*\.json|[\w.-]*\.(p12|pfx|jks|keystore))$/i;

function* copied({ flags, words }: DockerInstruction): Iterable<Finding> {
  if (flags.some(({ name }) => name === "from")) return;
  for (const { value, start, end } of words.slice(0, -1)) {
    if (!secretFiles.test(value)) continue;
    yield { at: { start, end }, message: `\`${value}\` becomes a layer of the image: everybody who can pull it has what is in the file, even if a later step deletes it. Mount it (\`RUN --mount=type=secret\`) or give it to the container at run time.` };
  }
}

const secretName = /(^|_)(PASSWORD|PASSWD|PASS|PWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET_?KEY(_BASE)?|SECRET_ACCESS_KEY|ACCESS_?TOKEN|AUTH_?TOKEN|CREDENTIALS?|DATABASE_URL|CONNECTION_STRING)$/;
/** What a browser is sent is no secret; nor is what only tells where or whether. */
const harmless = /(^|_)(PUBLIC|PUBLISHABLE|ANON|SITE|ENABLE|USE|HAS|CSRF|SENTRY_DSN)(_|$)|^(VITE|REACT_APP|VUE_APP|GATSBY|NUXT_PUBLIC|EXPO_PUBLIC)_|^(PWD|OLDPWD)$/;

function isSecretName(name: string): boolean {
  const upper = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  return secretName.test(upper) && !harmless.test(upper);
}
