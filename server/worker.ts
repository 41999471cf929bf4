/** The other end of `server/workspace/pool.ts`: a thread that turns texts into what a scan leaves of them. It reads no file. */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { watchdog } from "./bounded.ts";
import { buildProject, createLanguages, rules } from "./compose.ts";
import { Analysis } from "./engine/analysis.ts";
import { effectiveConfig, type EffectiveConfig } from "./engine/config.ts";
import type { Trouble } from "./engine/report.ts";
import { theScripts } from "./scripts.ts";
import type { Answer, Farewell, Start, Task } from "./workspace/pool.ts";

const { ruleIds, progress, limit } = workerData as Start;
const wanted = ruleIds && new Set(ruleIds);
const chosen = wanted ? rules.filter(({ id }) => wanted.has(id)) : rules;
const current = new Int32Array(progress);
const places = new Map(chosen.map(({ id }, index) => [id, index]));
const configs = new Map<string, EffectiveConfig>();
const languages = createLanguages();
let config: EffectiveConfig = effectiveConfig([]);
let trouble: Trouble[] = [];
const nothing: Answer = { id: -1, record: undefined, trouble: [] };

const analysis = new Analysis({
  languages, rules: chosen, configFor: () => config, buildProject,
  onTrouble: (problem) => void trouble.push(problem),
  surroundings: { paths: new Set(), ignored: new Set(), isPart: false, installed: () => undefined },
  stopwatch: { now: () => performance.now(), limit: Number.POSITIVE_INFINITY, onRule: (rule) => Atomics.store(current, 0, places.get(rule ?? "") ?? -1), watchdog: watchdog(limit) },
});

/** One after the other, as many at once as are here: the first of a language waits for its parser. */
let before = Promise.resolve();
const here: Task[] = [];
parentPort?.on("message", (task: Task | Farewell) => {
  if ("work" in task) return keep(task);
  here.push(task);
  if (here.length === 1) before = before.then(answerAll);
});

async function answerAll(): Promise<void> {
  const tasks = [...here, ...waiting()];
  here.length = 0;
  for (const { path } of tasks) {
    const language = analysis.languageFor(path);
    if (language && !language.isLoaded && !language.loadsLate) await language.load();
  }
  for (let next = 0; next < tasks.length;) {
    const rest = tasks.slice(next).map((task, index) => ({ ...task, order: next + index }));
    let isWaiting = false;
    analysis.together(rest, (task) => {
      isWaiting ||= !answer(task);
      if (!isWaiting) next = task.order + 1;
    });
    const late = tasks[next];
    if (late) await analysis.languageFor(late.path)?.load();
  }
}

/** Nothing is under way any more. */
function keep({ work }: Farewell): void {
  theScripts()?.worked(work);
  theScripts()?.keep();
  parentPort?.postMessage(nothing);
}

function waiting(): Task[] {
  const more: Task[] = [];
  for (let next = parentPort && receiveMessageOnPort(parentPort); next; next = parentPort && receiveMessageOnPort(parentPort)) more.push(next.message as Task);
  return more;
}

/** Before the next is begun: whoever waits learns at which file a thread was that did not come back. False where the language has to be loaded first. */
function answer({ id, path, text, configKey, layers }: Task): boolean {
  if (layers) configs.set(configKey, effectiveConfig(layers));
  config = configs.get(configKey) ?? config;
  trouble = [];
  Atomics.store(current, 0, -1);
  const isLoaded = analysis.scan(path, text);
  const record = analysis.record(path);
  analysis.remove(path);
  Atomics.store(current, 0, -1);
  const reply: Answer = { id, record, trouble };
  if (isLoaded) parentPort?.postMessage(reply);
  return isLoaded;
}
