/** Images of services that nobody can ask whether they work. */
import { dockerfileRule, type DockerInstruction, type DockerStage } from "../api.ts";

export default dockerfileRule({
  id: "dockerfile/missing-healthcheck",
  title: "Service image without a health check",
  severity: "info",
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `Docker, Compose and Swarm take a container for healthy as long as its process lives: one that hangs keeps its traffic, and whatever waits for it starts too early.`,
  remedy: `Add \`HEALTHCHECK CMD …\` with a call that answers only when the service can do its work. Where Kubernetes or a load balancer checks, say so with \`HEALTHCHECK NONE\`.`,
  silent: `Images that EXPOSE nothing or start nothing of their own, any HEALTHCHECK (NONE included), bases that cannot be seen and are no stage here but private, tests.`,
  references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
  examples: [{
    title: "Alive is not well", bad: "FROM python:3.12\n«EXPOSE 8000»\nCMD [\"uvicorn\", \"app:app\"]\n",
    good: "FROM python:3.12\nEXPOSE 8000\nHEALTHCHECK CMD [\"python\", \"-m\", \"app.health\"]\nCMD [\"uvicorn\", \"app:app\"]\n",
  }],
  prefilter: /EXPOSE/i,
  *check(file, context) {
    if (context.isTest || context.profile === "prototype" || /(^|\/)\.devcontainer\/|\.dev$|[./]dev(elopment)?[./]/i.test(file.path)) return;
    const chain: DockerStage[] = [];
    for (let stage = file.stages().at(-1); stage; stage = stage.parent) chain.push(stage);
    const all = chain.flatMap(({ instructions }) => instructions).filter(({ isOnBuild }) => !isOnBuild);
    const first = (pattern: RegExp): DockerInstruction | undefined => all.find(({ keyword }) => pattern.test(keyword));
    const port = first(/^EXPOSE$/);
    if (!port || !first(/^(CMD|ENTRYPOINT)$/) || first(/^HEALTHCHECK$/)) return;
    const base = chain.at(-1)?.base;
    if (!base && chain.at(-1)?.from.words[0]?.value !== "scratch") return;
    const number = /^\d+/.exec(port.words.find(({ value }) => !/\/(?:udp|sctp)$/i.test(value))?.value ?? "")?.[0];
    const newline = file.text.includes("\r\n") ? "\r\n" : "\n";
    const isSlim = /alpine|slim|scratch|distroless/.test(base?.resolved ?? "scratch");
    const tool = /alpine/.test(base?.resolved ?? "") ? "wget -qO /dev/null" : "curl -fsS";
    const fix = { title: "Add a HEALTHCHECK, to be adapted", safe: false, edits: [{ at: { start: port.end, end: port.end }, text: `${newline}HEALTHCHECK CMD ${tool} http://localhost:${number ?? ""}/health || exit 1` }] };
    const isFixable = number !== undefined && (!isSlim || tool.startsWith("wget"));
    yield { at: { start: port.start, end: port.end }, ...(isFixable && { fixes: [fix] }), message: "This image serves a port and has no HEALTHCHECK: Docker and Compose take a process that hangs for healthy and keep sending it traffic. Add `HEALTHCHECK`, or `HEALTHCHECK NONE` where the platform probes it." };
  },
});
