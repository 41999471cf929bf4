/** A model is read from disk or hub again for every request. */
import { type Project, projectRule, type ProjectFinding, type PredictionWay } from "../api.ts";
import type { ActFact, FunctionFact } from "../facts/python.ts";
import { keepFixes } from "./edits/keep-loaded.ts";

const moments: Partial<Record<PredictionWay["how"], string>> = { route: "every request", handler: "every call", rerun: "every interaction", consumer: "every message" };

export default projectRule({
  id: "python/model-load-per-request",
  title: "Model loaded on every request",
  severity: "warning",
  principle: "latency",
  checklist: ["latency-budget"],
  since: "0.1.0",
  why: `Reading a model takes from tens of milliseconds to minutes, and memory each time. On the request path every caller pays for it, the tail
latency is that of the disk, two requests at once hold two copies, and a deploy that replaces the file changes answers half-way.`,
  remedy: `Load once: at module level, in the start-up hook (\`lifespan\`), behind \`functools.lru_cache\` or \`st.cache_resource\`; hold the object for the life of the process.`,
  silent: `When a condition shows that it is loaded only once (\`if model is None\`), under a memoising decorator, in start-up hooks, commands and
batch jobs, in tests, and when nothing on the way predicts with it.`,
  references: ["https://fastapi.tiangolo.com/advanced/events/", "https://docs.streamlit.io/develop/concepts/architecture/caching", "https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html"],
  examples: [
    {
      title: "Inside the route",
      path: "app.py",
      bad: `import joblib
from fastapi import FastAPI

app = FastAPI()


@app.post("/price")
def price(body: dict):
    model = joblib.«load»("price.joblib")
    return {"price": float(model.predict([body["features"]])[0])}
`,
      good: `import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("price.joblib")


@app.post("/price")
def price(body: dict):
    return {"price": float(model.predict([body["features"]])[0])}
`,
    },
    {
      title: "One helper away from the handler",
      path: "handler.py",
      bad: `import pickle


def get_model():
    with open("churn.pkl", "rb") as file:
        return pickle.«load»(file)


def lambda_handler(event, context):
    model = get_model()
    return {"churn": int(model.predict([event["features"]])[0])}
`,
      good: `import pickle
from functools import lru_cache


@lru_cache
def get_model():
    with open("churn.pkl", "rb") as file:
        return pickle.load(file)


def lambda_handler(event, context):
    model = get_model()
    return {"churn": int(model.predict([event["features"]])[0])}
`,
    },
  ],
  *check(project, context) {
    for (const [path, facts] of project.python()) {
      if (context.for(path).isTest || project.graph.role(path) === "test") continue;
      const own = new Set(facts.functions.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)));
      for (const one of facts.functions) yield* loadsIn(project, path, one, own);
    }
  },
});

/** One finding per function: what else it loads is cured by the same move. Calls of own functions that are named like loaders are no loads. */
function* loadsIn(project: Project, path: string, one: FunctionFact, own: ReadonlySet<string>): Iterable<ProjectFinding> {
  const loads = (one.acts ?? []).filter(({ does, guards, name, receiver }) => does === "load" && !guards?.some(({ when }) => when === "missing") && !(receiver?.startsWith("self") && own.has(name)));
  if (loads.length === 0 || one.isCached) return;
  const ways = requestWays(project, path, one.name, 0).filter((way) => moments[way.how] !== undefined && !way.through.some(({ facts }) => facts.isCached) && !isLazy(project, way));
  for (const act of loads) {
    const way = ways.find((candidate) => project.graph.mayRun(act.guards, candidate) && predictsWith(project, candidate, one.name.includes(".") ? path : undefined));
    if (!way) continue;
    yield { ...findingOf(path, act, way), fixes: keepFixes(loads, one) };
    return;
  }
}

/** A function that is a prediction in itself is judged by who calls it. */
function requestWays(project: Project, path: string, name: string, depth: number): PredictionWay[] {
  const ways = project.graph.predictionWays(path, name);
  if (depth > 2 || ways.length === 0 || !ways.every(({ how }) => how === "predict")) return [...ways];
  return project.graph.callers(path, name).flatMap((caller) => {
    if (caller.facts.isCached || caller.call.guards?.some(({ when }) => when === "missing") || (caller.path === path && caller.name === name)) return [];
    return requestWays(project, caller.path, caller.name, depth + 1);
  });
}

/** A call on the way that runs only while something is missing loads once. */
function isLazy(project: Project, { through }: PredictionWay): boolean {
  return through.some((place, index) => {
    const next = through[index + 1];
    if (!next) return false;
    const calls = project.graph.callers(next.path, next.name).filter((caller) => caller.path === place.path && caller.name === place.name);
    return calls.length > 0 && calls.every(({ call }) => call.guards?.some(({ when }) => when === "missing"));
  });
}

/** Something loaded predicts in a function that runs on this way; what a method loads may be kept by its instance, in the same file. */
function predictsWith(project: Project, { through }: PredictionWay, kept: string | undefined): boolean {
  const entry = through[0];
  if (!entry) return false;
  return project.graph.reach(entry.path, entry.name).some(({ path, name, facts }) => (facts.acts ?? []).some((act) =>
    act.does === "predict" && project.graph.objects(path, name, act.on).some((object) => object.kind === "artefact" && (object.lives === "local" || object.lives === "handed-in" || entry.name === "" || (object.lives === "instance" && object.path === kept)))));
}

function findingOf(path: string, act: ActFact, way: PredictionWay): ProjectFinding {
  const [entry] = way.steps;
  const label = entry?.label ?? "serving code";
  return {
    path, at: act.at,
    message: `\`${act.name}\` reads the model again on ${moments[way.how] ?? "every request"} (reached from \`${label}\`): each caller waits for the disk, and requests side by side hold a copy each. Load it once at start-up.`,
    confidence: "likely",
    related: entry && !(entry.path === path && entry.at === act.at) ? [{ path: entry.path, at: entry.at, message: `reached from ${label}` }] : [],
  };
}
