/** Scheduled flows of Airflow, Prefect and Dagster that train a model and put it into service with no figure in between. */
import { pythonRule, type PyCall, type PyExpr, type PyFunctionDef, type PythonFile, type Span } from "../api.ts";
import { hasCall } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/blind-retraining",
  title: "Scheduled retraining without a gate",
  severity: "warning",
  principle: "drift",
  checklist: ["drift-monitored"],
  since: "0.1.0",
  why: `The calendar knows nothing of the data: a broken feed or a bad week is trained in and served by morning, and the model that worked is replaced by one nobody compared.`,
  remedy: `Put a task between training and deployment that compares the candidate with the running model on held-out data and stops when it is worse; better still, start on drift instead of by date.`,
  silent: `Flows without a schedule, flows that only train or only deploy, and any task, branch, sensor or condition between the two that evaluates, validates,
compares, tests or asks for approval. Tests.`,
  references: [
    "https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html",
    "https://docs.prefect.io/v3/how-to-guides/deployments/create-schedules", "https://docs.dagster.io/guides/automate/schedules",
    "https://docs.cloud.google.com/architecture/mlops-continuous-delivery-and-automation-pipelines-in-machine-learning",
  ],
  examples: [
    {
      title: "Every night into production", path: "dags/retrain.py",
      bad: "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\n\nwith DAG(\"retrain\", schedule=\"@daily\") as dag:\n    train = PythonOperator(task_id=«\"train_model\"», python_callable=fit)\n    deploy = PythonOperator(task_id=\"deploy_model\", python_callable=ship)\n    train >> deploy\n",
      good: "from airflow import DAG\nfrom airflow.operators.python import PythonOperator, ShortCircuitOperator\n\nwith DAG(\"retrain\", schedule=\"@daily\") as dag:\n    train = PythonOperator(task_id=\"train_model\", python_callable=fit)\n    better = ShortCircuitOperator(task_id=\"is_better\", python_callable=compare)\n    deploy = PythonOperator(task_id=\"deploy_model\", python_callable=ship)\n    train >> better >> deploy\n",
    },
    {
      title: "A flow with a cron", path: "flows/retrain.py",
      bad: "from prefect import flow, task\n\n@task\ndef «train_model»():\n    ...\n\n@task\ndef promote_model():\n    ...\n\n@flow\ndef retrain():\n    train_model()\n    promote_model()\n\nretrain.serve(name=\"nightly\", cron=\"0 3 * * *\")\n",
      good: "from prefect import flow, task\n\n@task\ndef train_model():\n    ...\n\n@task\ndef evaluate_model():\n    ...\n\n@task\ndef promote_model():\n    ...\n\n@flow\ndef retrain():\n    train_model()\n    if evaluate_model():\n        promote_model()\n\nretrain.serve(name=\"nightly\", cron=\"0 3 * * *\")\n",
    },
  ],
  prefilter: /airflow|prefect|dagster/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    const own = stepsIn(file).filter(({ name }) => trains.test(name));
    if (own.length === 0 || !file.imports().some((name) => /^(airflow|prefect|dagster)(\.|$)/.test(name)) || !isScheduled(file)) return;
    const steps = [...file.collect(stepsIn)].sort((a, b) => a.at.start - b.at.start);
    const training = steps.find(({ name }) => trains.test(name));
    const deploying = steps.find(({ name }) => deploys.test(name));
    if (!training || !deploying || own.every(({ at }) => at !== training.at) || steps.some((step) => isGate(step, training)) || file.collect(callsOfGates).some((call) => branches.test(call.method) || isGate({ name: call.method, at: call }, training))) return;
    yield {
      at: training.at,
      message: `\`${training.name}\` runs by the calendar and \`${deploying.name}\` puts the result into service: a broken feed is live by morning. Compare with the running model in between, and stop when it is worse.`,
      related: [{ at: deploying.at, message: "goes into service here" }],
    };
  },
});

/** Looking at the data before a model is trained says nothing of the model. */
function isGate({ name, at }: Step, training: Step): boolean {
  return gates.test(name) && !(/data|schema|input|source|raw|feature|table|file/i.test(name) && !/drift|model/i.test(name) && at.start < training.at.start);
}

interface Step {
  readonly name: string;
  readonly at: Span;
}

const trains = /(^|_)(re)?train(ing)?(_|$)|(^|_)fit(_model|$)/i;
const deploys = /(^|_)(deploy|promote|publish|release|roll_?out|push_model|serve_model|register_and_deploy|update_endpoint)/i;
const gates = /evaluat|validat|compar|drift|threshold|gate|metric|(^|_)tests?(_|$)|champion|approv|quality|smoke|check|score|better|decide|monitor/i;

const branches = /Branch|ShortCircuit|Sensor/;

const callsOfGates = ({ here }: PythonFile) => here.calls().filter(({ method }) => gates.test(method) || branches.test(method));

/** A cron, a preset or an interval is given to the flow; `None`, `@once` and datasets are none. */
const isScheduled = hasCall((call, file) => {
  if (/^(CronSchedule|IntervalSchedule|ScheduleDefinition|build_schedule_from_partitioned_job)$/.test(call.method)) return true;
  const names = /^(DAG|dag)$/.test(call.method) ? ["schedule", "schedule_interval", "timetable"] : /^(serve|deploy|flow|schedule|build_from_flow|to_deployment)$/.test(call.method) ? ["cron", "interval", "cron_schedule", "schedule", "schedules"] : [];
  return names.some((name) => isTime(call.argument(name), file));
});

function isTime(node: PyExpr | undefined, file: PythonFile): boolean {
  if (!node) return false;
  const value = file.valueOf(node);
  if (value.kind === "string") return /^@(hourly|daily|weekly|monthly|yearly|annually|continuous)$|^\S+(\s+\S+){4,5}$/.test(value.value.trim());
  return value.kind === "number" || (value.kind === "call" && /timedelta|Cron|Interval|Timetable/.test(value.of));
}

/** Tasks by the name they are given, and functions that a decorator makes a task. */
function stepsIn(file: PythonFile): readonly Step[] {
  const named = file.here.calls().flatMap((call) => taskOf(call, file));
  const functions = file.here.functions().filter(isTask).map(({ name, nameAt }) => ({ name, at: nameAt }));
  return [...named, ...functions];
}

function taskOf(call: PyCall, file: PythonFile): Step[] {
  const node = /Operator$/.test(call.method) ? call.argument("task_id", 0) : undefined;
  const value = node && file.valueOf(node);
  return node && value?.kind === "string" ? [{ name: value.value, at: node }] : [];
}

function isTask({ decorators }: PyFunctionDef): boolean {
  return decorators.some((one) => {
    const target = one.kind === "Call" ? one.func : one;
    const name = target.kind === "Attribute" ? (target.value.kind === "Name" && target.value.id === "task" ? "task" : target.attr) : target.kind === "Name" ? target.id : "";
    return /^(task|op|asset|multi_asset)$/.test(name);
  });
}
