/** The other end of `server/workspace/pool.ts`: a thread that turns texts into what a scan leaves of them. It reads no file. */
import { parentPort, workerData } from "node:worker_threads";
import { watchdog } from "./bounded.ts";
import { buildProject, createLanguages, rules } from "./compose.ts";
import { Analysis } from "./engine/analysis.ts";
import { effectiveConfig, type EffectiveConfig } from "./engine/config.ts";
import type { Trouble } from "./engine/report.ts";
import type { Answer, Start, Task } from "./workspace/pool.ts";

const { ruleIds, progress, limit } = workerData as Start;
const wanted = new Set(ruleIds);
const current = new Int32Array(progress);
const places = new Map(ruleIds.map((id, index) => [id, index]));
const configs = new Map<string, EffectiveConfig>();
const languages = createLanguages();
let config: EffectiveConfig = effectiveConfig([]);
let trouble: Trouble[] = [];

const analysis = new Analysis({
  languages, rules: rules.filter(({ id }) => wanted.has(id)), configFor: () => config, buildProject,
  onTrouble: (problem) => void trouble.push(problem),
  surroundings: { paths: new Set(), ignored: new Set(), isPart: false, installed: () => undefined },
  stopwatch: { now: () => performance.now(), limit: Number.POSITIVE_INFINITY, onRule: (rule) => Atomics.store(current, 0, places.get(rule ?? "") ?? -1), watchdog: watchdog(limit) },
});

/** One after the other: the first of a language waits for its parser. */
let before = Promise.resolve();
parentPort?.on("message", (task: Task) => {
  before = before.then(() => answer(task));
});

async function answer({ id, path, text, configKey, layers }: Task): Promise<void> {
  if (layers) configs.set(configKey, effectiveConfig(layers));
  config = configs.get(configKey) ?? config;
  trouble = [];
  Atomics.store(current, 0, -1);
  const language = analysis.languageFor(path);
  if (language && !language.isLoaded) await language.load();
  analysis.scan(path, text);
  const record = analysis.record(path);
  analysis.remove(path);
  Atomics.store(current, 0, -1);
  const reply: Answer = { id, record, trouble };
  parentPort?.postMessage(reply);
}
