/** Downloads in an image, or the image itself, that accept any certificate. */
import { dockerfileRule, type DockerFile, type Finding } from "../api.ts";
import { consequence, switchesOff, unverifiedCommands } from "../shell/tls.ts";

export default dockerfileRule({
  id: "dockerfile/disabled-tls-verification",
  title: "Certificate check switched off in an image",
  severity: "warning",
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `What an image downloads becomes part of it. Without the certificate check anybody on the network between builder and server decides what that is; an ENV keeps the check off
in production too.`,
  remedy: `Install the certificate of your authority (\`COPY ca.crt /usr/local/share/ca-certificates/\`, \`update-ca-certificates\`) and leave the check on.`,
  silent: `Calls to this machine (\`localhost\`), such as health checks, and text that is only printed. Tests get a hint.`,
  references: ["https://curl.se/docs/sslcerts.html", "https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue"],
  examples: [
    { title: "curl -k", bad: "FROM debian:12\nRUN curl «-kL» -o /opt/tool https://example.com/tool\n", good: "FROM debian:12\nRUN curl -fL -o /opt/tool https://example.com/tool\n" },
    { title: "Off for good", bad: "FROM node:22\nENV «NODE_TLS_REJECT_UNAUTHORIZED=0»\n", good: "FROM node:22\nENV NODE_EXTRA_CA_CERTS=/etc/ssl/ca.crt\n" },
  ],
  *check(file, context) {
    for (const finding of written(file)) yield context.isTest ? { ...finding, confidence: "possible" } : finding;
  },
});

function* written(file: DockerFile): Iterable<Finding> {
  for (const instruction of file.instructions()) {
    for (const { start, end, name, value, innerAt } of instruction.keyword === "ENV" || instruction.keyword === "ARG" ? instruction.pairs : []) {
      if (value !== undefined && switchesOff(name, value)) yield { at: { start, end }, ...(innerAt && /^[01]$/.test(value) && { fixes: [{ title: "Check certificates", safe: false, edits: [{ at: innerAt, text: value === "0" ? "1" : "0" }] }] }), message: `${consequence(`${name}=${value}`)}, in every container of this image. Add the right certificate authority instead.` };
    }
    for (const { at, written, remedy, fixes } of unverifiedCommands(instruction.script?.commands() ?? [], file.text)) yield { at, fixes, message: `${consequence(written)}, and it becomes part of the image. ${remedy}.` };
  }
}
