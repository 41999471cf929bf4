/** Scripts that are downloaded and run in one go while an image is built. */
import { dockerfileRule, type DockerFile, type DockerInstruction, type Fix, type ShellCommand } from "../api.ts";

export default dockerfileRule({
  id: "dockerfile/piped-installer",
  title: "Download piped into a shell",
  severity: "warning",
  principle: "reproducibility",
  checklist: ["reproducible-build"],
  since: "0.1.0",
  why: `The script is whatever the server sends that day, run as root before anybody has seen it: builds differ without a change here, a broken connection leaves
half an installation, and a hijacked site is in your image.`,
  remedy: `Install the package of the distribution, copy the binary from an official image, or download a versioned file, check its digest, then run it.`,
  silent: `Downloads into files, archives that are only unpacked, keys piped into \`gpg\`.`,
  references: ["https://docs.docker.com/build/building/best-practices/"],
  examples: [{
    title: "curl | bash", bad: "FROM node:22\nRUN «curl -fsSL https://example.com/install.sh | bash»\n",
    good: "FROM node:22\nCOPY --from=example/tool:1.2 /usr/bin/tool /usr/bin/tool\n",
  }],
  prefilter: /curl|wget|fetch/i,
  *check(file) {
    for (const { script } of file.instructions().filter(({ keyword }) => keyword === "RUN")) {
      for (const command of script?.commands() ?? []) {
        const end = command.program === "curl" || command.program === "wget" ? shellBehind(command) : undefined;
        if (end) yield { at: { start: command.start, end: end.end }, message: messageOf(`${command.program ?? ""} … | ${end.program ?? ""}`), fixes: inSteps(file, command, end) };
        const nested = nestedDownload(command, (at) => file.slice(at));
        if (nested) yield { at: { start: command.start, end: command.end }, message: messageOf(nested) };
      }
    }
  },
});

function messageOf(written: string): string {
  return `\`${written}\` runs whatever the server sends during this build, as root and unseen: the next image may differ, or be hijacked. Download a fixed version, check its digest, then run it.`;
}

const interpreters = /^(ba|da|z|k|a)?sh$|^(python|perl|ruby|node|php)[\d.]*$/;
const passing = /^(gunzip|gzip|zcat|tee|sed|tr|cat|base64|xz)$/;

/** The interpreter at the end of the pipe; one that is given a script or code of its own reads the pipe as data. */
function shellBehind(command: ShellCommand): ShellCommand | undefined {
  let next = command.feeds;
  for (let hops = 0; next && hops < 5; hops++) {
    const program = next.program ?? "";
    if (interpreters.test(program)) return readsProgram(next) ? next : undefined;
    if (!passing.test(program)) return undefined;
    next = next.feeds;
  }
  return undefined;
}

function readsProgram({ program, arguments: given }: ShellCommand): boolean {
  const [first] = given;
  if (!first || first.value === "-" || first.value === "/dev/stdin" || given.some(({ value }) => /^(-s|-[a-z]*s|--)$/.test(value))) return true;
  return /sh$/.test(program ?? "") ? first.value.startsWith("-") && !/^-[a-z]*c$/.test(first.value) && given.every(({ value }) => value.startsWith("-")) : false;
}

/** `sh -c "$(curl …)"`, `bash <(curl …)`. */
function nestedDownload({ program, arguments: given }: ShellCommand, textOf: (at: DockerInstruction["keywordAt"]) => string): string | undefined {
  if (!program || !/^((ba|da|z|k|a)?sh|eval|source|\.)$/.test(program)) return undefined;
  const word = given.find((one) => /^["']?(\$\(|<\(|`)\s*(curl|wget)\b/.test(textOf(one)));
  return word && `${program} ${textOf(word).startsWith("<") ? "<(" : '"$('}${/curl|wget/.exec(textOf(word))?.[0] ?? ""} …)`;
}

/** Download, check, run: the digest is to be filled in, and until then the build stops. Only for a plain pipe of curl into a shell. */
function inSteps(file: DockerFile, command: ShellCommand, shell: ShellCommand): Fix[] {
  if (command.feeds !== shell || command.program !== "curl" || !/sh$/.test(shell.program ?? "")) return [];
  const written = file.slice({ start: command.start, end: command.end });
  const reading = file.slice({ start: shell.start, end: shell.end });
  const given = shell.arguments.map(({ value }) => value);
  const flags = given[0] === "-s" || given[0] === "-" ? given.slice(1) : given;
  const rest = flags[0] === "--" ? flags.slice(1) : flags;
  const isPlain = !/["'\\\n<>$`]/.test(written + reading) && !command.arguments.some(({ value }) => /^(-o|-O|--output|--remote-name)/.test(value));
  const between = file.text.slice(command.end, shell.start);
  if (!isPlain || !/^\s*\|\s*$/.test(between) || rest.some((word) => !/^[\w./=:@-]+$/.test(word)) || (given.length > 0 && given[0] !== "-s" && given[0] !== "-")) return [];
  const runner = reading.slice(0, reading.indexOf(shell.program ?? "") + (shell.program ?? "").length);
  const place = "/tmp/install.sh";
  const text = `${written} -o ${place} && echo "${"0".repeat(64)}  ${place}" | sha256sum -c - && ${[runner, place, ...rest].join(" ")}`;
  return [{ title: "Download, check the digest (to be filled in), then run", safe: false, edits: [{ at: { start: command.start, end: shell.end }, text }] }];
}
