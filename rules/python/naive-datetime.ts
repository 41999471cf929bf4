/** A time without a zone goes into records or features: it means another moment on every machine. */
import { pythonRule, type Edit, type Finding, type Fix, type PyAttribute, type PyCall, type PyNode, type PythonFile } from "../api.ts";
import { besides, looseCalls } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/naive-datetime",
  title: "Time without a zone in a record or feature",
  severity: { default: "warning", notebook: "hint" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `\`datetime.now()\` is the wall clock of the machine. The laptop that trained, the container that serves (UTC) and the database each mean another
moment by the same value: ages, hours of the day and "since last order" shift by hours between training and serving, and twice a year an hour happens twice.`,
  remedy: "Use `datetime.now(timezone.utc)`, store UTC, and convert where somebody reads it.",
  silent: "Zones given, differences that measure how long something took, file names, log lines and printing; values that reach no record, row or feature; tests.",
  references: ["https://docs.python.org/3/library/datetime.html#aware-and-naive-objects", "https://docs.python.org/3/library/datetime.html#datetime.datetime.utcnow"],
  examples: [
    {
      title: "A time in a record",
      bad: "from datetime import datetime\n\n\ndef record(order):\n    return {\"id\": order.id, \"scored_at\": datetime.«now»()}\n",
      good: "from datetime import datetime, timezone\n\n\ndef record(order):\n    return {\"id\": order.id, \"scored_at\": datetime.now(timezone.utc)}\n",
    },
    {
      title: "A feature",
      bad: "import datetime\nimport pandas as pd\n\nframe = pd.read_csv(\"orders.csv\")\nframe[\"hour\"] = datetime.datetime.«utcnow»().hour\n",
      good: "import datetime\nimport pandas as pd\n\nframe = pd.read_csv(\"orders.csv\")\nframe[\"hour\"] = datetime.datetime.now(datetime.timezone.utc).hour\n",
    },
  ],
  prefilter: /now|today|fromtimestamp/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      const kind = makers.get(call.callee ?? "");
      if (!kind || call.spreadsUnknown || isZoned(file, call, kind) || !isKept(file, call)) continue;
      const fix = fixFor(file, call, kind);
      yield {
        at: call.name, confidence: "likely", ...(file.language === "notebook" && { variant: "notebook" }),
        message: `\`${file.slice(call.node.func)}\` ${complaint(kind)}: the record means another moment in training, serving and the database. Use \`datetime.now(timezone.utc)\`.`,
        ...(fix && { fixes: [fix] }),
      };
    }
    for (const call of file.here.calls()) {
      for (const { name, value } of call.node.args) {
        const kind = name !== undefined && columnDefaults.test(name) && value.kind === "Attribute" ? makers.get(file.qualifiedName(value) ?? "") : undefined;
        if (kind && value.kind === "Attribute") yield asDefault(file, value, kind);
      }
    }
  },
});

/** Keywords by which columns and fields are handed what makes their value: SQLAlchemy, Django, pydantic, dataclasses, attrs. */
const columnDefaults = /^(?:default|default_factory|onupdate|insert_default|factory)$/;

/** `Column(DateTime, default=datetime.utcnow)`. */
function asDefault(file: PythonFile, maker: PyAttribute, kind: Maker): Finding {
  const written = file.slice(maker);
  const fix = aware(file, written);
  return {
    at: maker.attrAt, confidence: "likely", ...(file.language === "notebook" && { variant: "notebook" }),
    message: `\`${written}\` ${complaint(kind)}: the record means another moment in training, serving and the database. Use \`lambda: datetime.now(timezone.utc)\`.`,
    ...(fix && /\.(?:utc)?now$/.test(written) && { fixes: [{ title: `Write lambda: ${fix.text}`, safe: false, edits: [...fix.imports, { at: { start: maker.start, end: maker.end }, text: `lambda: ${fix.text}` }] }] }),
  };
}

function complaint({ isUtc }: Maker): string {
  return isUtc ? "gives UTC without saying so, and every reader takes it for local time" : "is the wall clock of whatever machine runs it";
}

/** `datetime.now(timezone.utc)` by the names the file has. */
function aware(file: PythonFile, written: string): { readonly text: string; readonly imports: readonly Edit[] } {
  const holder = written.slice(0, written.lastIndexOf("."));
  const module = /^(\w+)\.datetime$/.exec(holder)?.[1];
  const missing = module === undefined ? file.addImport("datetime", "timezone") : undefined;
  return { text: `${holder}.now(${module === undefined ? "" : `${module}.`}timezone.utc)`, imports: missing ? [missing] : [] };
}

interface Maker {
  readonly zoneAt: number | undefined;
  readonly isUtc: boolean;
}

const local = (zoneAt: number | undefined): Maker => ({ zoneAt, isUtc: false });
const utc: Maker = { zoneAt: undefined, isUtc: true };
/** Without `pandas.Timestamp.utcnow`, which is aware: https://pandas.pydata.org/docs/reference/api/pandas.Timestamp.utcnow.html */
const makers: ReadonlyMap<string, Maker> = new Map([
  ["datetime.datetime.now", local(0)], ["datetime.datetime.today", local(undefined)], ["datetime.datetime.utcnow", utc], ["datetime.datetime.fromtimestamp", local(1)], ["datetime.datetime.utcfromtimestamp", utc],
  ["pandas.Timestamp.now", local(0)], ["pandas.Timestamp.today", local(0)], ["pandas.Timestamp.fromtimestamp", local(1)],
]);
/** A zone is handed over; a visible `None` is none. */
function isZoned(file: PythonFile, call: PyCall, kind: Maker): boolean {
  const given = call.argument("tz", kind.zoneAt);
  return given !== undefined && file.valueOf(given).kind !== "none";
}

const recordNames = /(?:_at|_on|_ts|_time|time_?stamp|_date|date_?time|created|updated|modified|when)$|^(?:ts|time|date|timestamp|datetime|at)$/i;
/** Names of what is written down, not of what is measured. */
const stampNames = /^(?:created|updated|modified|timestamp|time_?stamp)$|_at$|^(?:created|updated|modified|ingested|scored)_|_timestamp$/i;
const passing = /^(?:isoformat|replace|timestamp|date|time|strftime|__str__)$/;
const shown = /%[YymdHMS]/;

const calendar = /^(?:hour|day|month|weekday|dayofweek|dayofyear|year)$/;

/** Lands in a dict entry, a keyword of a record, or a column; or, as an hour or a weekday, in what a model is asked. */
function isKept(file: PythonFile, call: PyCall): boolean {
  let isCalendar = false;
  for (let child: PyNode = call.node, at = call.node.parent; at; child = at, at = at.parent) {
    switch (at.kind) {
      case "Attribute":
        if (at.attr === "timestamp" && makers.get(call.callee ?? "")?.isUtc === false) return false; // local time, read as local time, is the right moment
        isCalendar ||= calendar.test(at.attr);
        if (!passing.test(at.attr) && !calendar.test(at.attr)) return false;
        continue;
      case "List": case "Tuple":
        if (isCalendar) continue;
        return false;
      case "Call":
        if (at.func === child) { if (shown.test(file.slice(at.argsAt))) return false; continue; }
        if (/^(?:str|int|float|repr)$/.test(file.slice(at.func))) continue;
        if (isCalendar && asksModel.test(file.call(at).method)) return true;
        return at.args.some(({ value, name }) => value === child && name !== undefined && recordNames.test(name)) && !/log|print|debug|info|Text|Label|render|title/i.test(file.slice(at.func));
      case "Dict": return at.entries.some(({ key, value }) => value === child && (key?.kind === "Str" ? recordNames.test(key.value) : false));
      case "Assign": return at.value === child && at.targets.some((target) => (target.kind === "Name" && isCalendar && reachesModel(file, call, target.id))
        || (target.kind === "Name" && makers.get(call.callee ?? "")?.isUtc === true && stampNames.test(target.id))
        || (target.kind === "Attribute" && stampNames.test(target.attr))
        || (target.kind === "Subscript" && target.index.kind === "Str" && isRowOrRecord(file, target.value, target.index.value)));
      default: return false;
    }
  }
  return false;
}

const asksModel = /^predict(?:_proba|_log_proba)?$/;
const looseAsks = looseCalls(({ method }) => asksModel.test(method));

/** `model.predict([[age, hour]])` further down in the same function. */
function reachesModel(file: PythonFile, made: PyCall, name: string): boolean {
  return besides(file, made, looseAsks).some((call) => asksModel.test(call.method) && call.start > made.end && new RegExp(`\\b${name}\\b`).test(file.slice(call.node.argsAt)));
}

function isRowOrRecord(file: PythonFile, target: PyNode, key: string): boolean {
  return recordNames.test(key) || /^(?:df|frame|data|X|features?|rows?)\b/.test(file.slice(target));
}

function fixFor(file: PythonFile, call: PyCall, kind: Maker): Fix | undefined {
  if (!/^datetime\.datetime\.(?:now|utcnow|fromtimestamp|utcfromtimestamp)$/.test(call.callee ?? "")) return undefined;
  const written = file.slice(call.node.func);
  const module = /^([\w]+)\.datetime\.\w+$/.exec(written)?.[1];
  const missing = module === undefined ? file.addImport("datetime", "timezone") : undefined;
  const zone = `${module === undefined ? "" : `${module}.`}timezone.utc`;
  const argument = call.positional.length > 0 || call.method.endsWith("fromtimestamp") ? `tz=${zone}` : zone;
  const given = call.argument("tz", kind.zoneAt);
  if (given) return { title: "Name the zone", safe: false, edits: [...(missing ? [missing] : []), { at: { start: given.start, end: given.end }, text: zone }] };
  const edits: Edit[] = [...(missing ? [missing] : []), ...(kind.isUtc ? [{ at: call.name, text: call.method.replace(/^utc/, "") }] : []), file.addArgument(call.node, argument)];
  return { title: `Write ${kind.isUtc ? call.method.replace(/^utc/, "") : call.method}(${argument})`, safe: false, edits };
}
