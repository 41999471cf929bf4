/** Flows that retrain by the calendar: what speaks in Airflow, Prefect and Dagster, and what keeps them silent. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const airflow = (schedule: string, tasks: string) => `from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\nwith DAG("m", ${schedule}) as dag:\n${tasks.replace(/^/gm, "    ")}\n`;
const train = "a = BashOperator(task_id=«\"train_model\"», bash_command=\"x\")";
const quiet = train.replace(/[«»]/g, "");
const deploy = "b = BashOperator(task_id=\"deploy_model\", bash_command=\"x\")";

const cases: readonly (readonly [title: string, marked: string])[] = [
  ["a preset", airflow("schedule_interval=\"@weekly\"", `${train}\n${deploy}`)],
  ["a cron in a variable", `WHEN = "0 3 * * *"\n${airflow("schedule=WHEN", `${train}\n${deploy}`)}`],
  ["an interval", `from datetime import timedelta\n${airflow("schedule=timedelta(days=1)", `${train}\n${deploy}`)}`],
  ["no schedule", airflow("schedule=None", `${quiet}\n${deploy}`)],
  ["once", airflow("schedule=\"@once\"", `${quiet}\n${deploy}`)],
  ["started by data", `from airflow.datasets import Dataset\n${airflow("schedule=[Dataset(\"s3://x\")]", `${quiet}\n${deploy}`)}`],
  ["a look in between", airflow("schedule=\"@daily\"", `${quiet}\nc = BashOperator(task_id="evaluate", bash_command="x")\n${deploy}`)],
  ["a branch in between", airflow("schedule=\"@daily\"", `${quiet}\nc = BranchPythonOperator(task_id="pick", python_callable=f)\n${deploy}`)],
  ["training alone", airflow("schedule=\"@daily\"", quiet)],
  ["words that only sound alike", airflow("schedule=\"@daily\"", "a = BashOperator(task_id=\"load_trains\", bash_command=\"x\")\n" + deploy)],
  ["decorated tasks", "from airflow.decorators import dag, task\n\n@dag(schedule=\"@daily\")\ndef flow():\n    @task\n    def «train»(): ...\n    @task.bash\n    def promote(): ...\n    train() >> promote()\n"],
  ["Dagster", "from dagster import job, op, ScheduleDefinition\n\n@op\ndef «retrain_model»(): ...\n@op()\ndef publish_model(m): ...\n@job\ndef nightly():\n    publish_model(retrain_model())\nScheduleDefinition(job=nightly, cron_schedule=\"0 3 * * *\")\n"],
  ["Prefect, deployed with an interval", "from prefect import flow, task\n\n@task\ndef «train_model»(): ...\n@task\ndef deploy_model(): ...\n@flow\ndef f():\n    train_model()\n    deploy_model()\nf.serve(interval=3600)\n"],
  ["Prefect without a schedule", "from prefect import flow, task\n\n@task\ndef train_model(): ...\n@task\ndef deploy_model(): ...\n@flow\ndef f():\n    train_model()\n    deploy_model()\nf.serve(name=\"by hand\")\n"],
  ["another library's decorators", "from celery import task\n\n@task\ndef train_model(): ...\n@task\ndef deploy_model(): ...\nprefect = serve(cron=\"0 3 * * *\")\n"],
  ["half typed", "from airflow import DAG\nwith DAG(\"m\", schedule=\"@daily\") as dag:\n    a = BashOperator(task_id=\n"],
];

describe("python/blind-retraining", () => {
  it.each(cases)("%s", async (_title, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("dags/m.py", text, "python/blind-retraining"))).toBe(marked);
  });
});
