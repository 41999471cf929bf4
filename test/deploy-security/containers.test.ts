/** Containers with a way out of themselves, and images that end as root: what speaks, on which place, and what does not. */
import { expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const compose = (service: string, rest = "") => `services:\n  a:\n    image: x:1\n${service.replace(/^/gm, "    ")}\n${rest}`;
const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nspec:\n${spec.replace(/^/gm, "  ")}\n`;
const plain = "containers: [{image: x:1}]";
const knative = (kind: string, spec: string) => `apiVersion: serving.knative.dev/v1\nkind: ${kind}\nspec:\n  template:\n    spec:\n${spec.replace(/^/gm, "      ")}\n`;
const volume = (path: string) => `apiVersion: v1\nkind: PersistentVolume\nspec:\n  hostPath:\n    path: ${path}\n`;

const cases: readonly (readonly [rule: string, title: string, path: string, marked: string])[] = [
  ["yaml/host-access", "a path alone is a volume of its own", "compose.yaml", compose("volumes:\n  - /var/lib/docker\n  - /var/run/docker.sock")],
  ["yaml/host-access", "the long form without its type", "compose.yaml", compose("volumes:\n  - source: «/var/run/docker.sock»\n    target: /var/run/docker.sock\n  - source: cache\n    target: /etc\n  - type: volume\n    source: /etc\n    target: /etc")],
  ["yaml/host-access", "a named volume that is a host folder", "compose.yaml", compose("volumes: [conf:/conf]", "volumes:\n  conf:\n    driver_opts:\n      type: none\n      o: bind\n      device: «/etc»\n  data:\n    driver_opts: {type: none, o: bind, device: /srv/data}\n  share:\n    driver_opts: {type: nfs, o: \"addr=10.0.0.1,rw\", device: \":/etc\"}\n")],
  ["yaml/host-access", "offered to whoever claims it", "pv.yaml", volume("«/boot»")],
  ["yaml/host-access", "a folder of data offered", "pv.yaml", volume("/mnt/data")],
  ["yaml/host-access", "the socket of another runtime", "pod.yaml", pod(`${plain}\nvolumes:\n  - name: s\n    hostPath: {path: «/run/cri-dockerd.sock»}`)],
  ["yaml/host-access", "Knative", "k.yaml", knative("Configuration", `${plain}\nvolumes:\n  - name: r\n    hostPath: {path: «/»}`)],

  ["yaml/privileged-container", "no filter, by option", "compose.yaml", compose("security_opt:\n  - «seccomp:unconfined»\n  - «apparmor=unconfined»\n  - seccomp:./profile.json\n  - no-new-privileges:true")],
  ["yaml/privileged-container", "one finding where all is given", "compose.yaml", compose("«privileged: true»\nsecurity_opt: [seccomp:unconfined]")],
  ["yaml/privileged-container", "no filter, by profile", "pod.yaml", pod("containers:\n  - image: x:1\n    securityContext:\n      seccompProfile: {«type: Unconfined»}\n      appArmorProfile: {«type: Unconfined»}\n  - image: x:2\n    securityContext:\n      seccompProfile: {type: RuntimeDefault}")],
  ["yaml/privileged-container", "the kernel's own files", "pod.yaml", pod("containers:\n  - image: x:1\n    securityContext:\n      «procMount: Unmasked»\n  - image: x:2\n    securityContext:\n      procMount: Default")],
  ["yaml/privileged-container", "capabilities that open the host", "pod.yaml", pod("containers:\n  - image: x:1\n    securityContext:\n      capabilities:\n        add: [NET_ADMIN, «SYS_RAWIO», DAC_READ_SEARCH, NET_BIND_SERVICE]")],
  ["yaml/privileged-container", "Knative", "k.yaml", knative("Service", "containers:\n  - image: x:1\n    securityContext: {«privileged: true»}")],
  ["yaml/missing-probe", "Knative probes by itself", "k.yaml", knative("Service", "containers:\n  - image: x:1\n    ports: [{containerPort: 8080}]")],

  ["yaml/root-container", "the pod's user is inherited", "pod.yaml", pod("securityContext: {runAsUser: 1000}\ncontainers:\n  - image: x:1\n    securityContext: {runAsNonRoot: false}")],
  ["yaml/root-container", "it gives files away and goes on as the service", "compose.yaml", compose("«user: root»\ncommand: sh -c \"chown -R 10001 /data && exec api\"")],
  ["yaml/root-container", "it gives files away and goes on, over lines", "compose.yaml", compose("«user: \"0\"»\nentrypoint: [\"/bin/sh\", \"-eu\", \"-c\"]\ncommand:\n  - |\n    chown -R app /data\n    api --port 8000")],
  ["yaml/root-container", "it gives files away again and again", "compose.yaml", compose("«user: root»\ncommand: sh -c 'chown -R app /data; tail -f /dev/null'")],
  ["yaml/root-container", "it gives files away and goes on as somebody else", "compose.yaml", compose("user: root\ncommand: sh -c \"chown -R node /app && exec su-exec node sh -c 'npm ci && npm start'\"")],
  ["yaml/root-container", "it gives files away and goes on as root by way of su", "compose.yaml", compose("«user: root»\ncommand: sh -c \"chown -R node /app && su -c 'npm start'\"")],
  ["yaml/root-container", "it gives files away and ends", "compose.yaml", compose("user: root\ncommand: [\"sh\", \"-c\", \"chown -R 10001 /data 2>&1 || true; chmod -R g+w /data && echo done\"]")],
  ["yaml/root-container", "it gives files away and ends, over lines", "compose.yaml", compose("user: root\nentrypoint: sh -ec\ncommand:\n  - |\n    chown -R \\\\\n      app /data\n    # and those of the cache\n    if [ -d /cache ]; then chown app /cache; fi")],
  ["yaml/root-container", "nobody says a user", "pod.yaml", pod("containers:\n  - image: x:1\n    securityContext: {«runAsNonRoot: false»}")],

  ["dockerfile/root-user", "zero is zero", "Dockerfile", "FROM alpine:3\n«USER 000:0»\nCMD [\"app\"]\n"],
  ["dockerfile/root-user", "the base starts a service of its own", "Dockerfile", "FROM jenkins/jenkins:lts\n«USER root»\nRUN apt-get install -y make\n"],
  ["dockerfile/root-user", "and is given back to its user", "Dockerfile", "FROM jenkins/jenkins:lts\nUSER root\nRUN apt-get install -y make\nUSER jenkins\n"],
  ["dockerfile/root-user", "nothing says what the base starts", "Dockerfile", "FROM registry.example.com/tools:1\n«USER root»\nRUN make\n"],
  ["dockerfile/root-user", "the user in a variable", "Dockerfile", "FROM node:22\nARG RUN_AS=root\n«USER ${RUN_AS}»\nCMD [\"a\"]\n"],
  ["dockerfile/root-user", "a variable with another user, and one that is not known", "Dockerfile", "FROM node:22 AS a\nARG RUN_AS=app\nUSER $RUN_AS\nCMD [\"a\"]\nFROM a\nUSER ${OTHER:-app}\n"],
  ["dockerfile/root-user", "a stage before the last", "Dockerfile", "FROM debian:12 AS made\nUSER root\nFROM debian:12\nRUN make\n"],
  ["dockerfile/piped-installer", "read into the shell itself", "Dockerfile", "FROM a:1\nRUN «source <(curl -s https://example.com/x)»\nRUN «. <(wget -qO- https://example.com/x)»\nRUN source ./env.sh\n"],
  ["dockerfile/root-user", "it never left its user", "Dockerfile", "FROM jenkins/jenkins:lts\nCOPY plugins.txt /usr/share/jenkins/ref/\n"],
  ["dockerfile/secret-in-layer", "the base of all secrets of Rails", "Dockerfile", "FROM ruby:3\nARG «SECRET_KEY_BASE»\nCMD [\"puma\"]\n"],
];

it.each(cases)("%s: %s", async (rule, _title, path, marked) => {
  const { text } = readMarkers(marked);
  expect(withMarkers(text, await lint(path, text, rule))).toBe(marked);
});
