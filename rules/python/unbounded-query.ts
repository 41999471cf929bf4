/** Finds queries that bring a whole table, and answers of language models without a limit, while somebody waits. */
import { pythonRule, type Finding, type PyCall, type PythonFile } from "../api.ts";
import { written } from "./knowledge/code.ts";
import { wholeLists } from "./knowledge/rest-lists.ts";
import { isMaintenance, servedCode, type ServedCode } from "./knowledge/served.ts";
import { alchemyTable, djangoTable, endlessAnswer, mongoTable, sqlTable, type WholeTable } from "./knowledge/whole-tables.ts";

export default pythonRule({
  id: "python/unbounded-query",
  title: "Query without a limit on a request",
  severity: { default: "warning", model: "info" },
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: "The table grows with the business, the answer with the table: what took ten milliseconds at launch takes the worker's memory a year later, and one client in a loop takes the database with it. A language model without a token limit writes, and bills, as long as it likes.",
  remedy: "Give every list a limit and a page (`limit`, slices, keyset pagination), and every model call its `max_tokens`.",
  silent: "List views of Django REST framework where some file sets `DEFAULT_PAGINATION_CLASS`. With a condition, limit, slice, paginator, aggregate or grouping anywhere in the query; where the query is built in ways that cannot be followed; outside of what answers requests; in tests.",
  references: ["https://docs.djangoproject.com/en/stable/topics/pagination/", "https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html#sqlalchemy.orm.Query.limit", "https://www.mongodb.com/docs/manual/reference/method/cursor.limit/", "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/"],
  examples: [
    {
      title: "Every order there is",
      bad: "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n\n@app.get(\"/v1/orders\")\ndef orders(db: Session = Depends(get_db)):\n    return db.query(Order).order_by(Order.id).«all»()\n",
      good: "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n\n@app.get(\"/v1/orders\")\ndef orders(after: int = 0, db: Session = Depends(get_db)):\n    return db.query(Order).filter(Order.id > after).order_by(Order.id).limit(100).all()\n",
    },
    {
      title: "A Django view that serialises the whole table",
      path: "shop/views.py",
      bad: "from rest_framework.decorators import api_view\nfrom rest_framework.response import Response\n\nfrom .models import Order\n\n\n@api_view([\"GET\"])\ndef orders(request):\n    return Response(OrderSerializer(Order.objects.«all»(), many=True).data)\n",
      good: "from rest_framework.decorators import api_view\nfrom rest_framework.response import Response\n\nfrom .models import Order\n\n\n@api_view([\"GET\"])\ndef orders(request):\n    return Response(OrderSerializer(Order.objects.all()[:100], many=True).data)\n",
    },
    {
      title: "An answer of any length",
      bad: "from flask import Flask, request\nfrom openai import OpenAI\n\napp = Flask(__name__)\nclient = OpenAI()\n\n\n@app.post(\"/v1/summary\")\ndef summary():\n    return client.chat.completions.«create»(model=\"m\", messages=messages_for(request)).choices[0].message.content\n",
      good: "from flask import Flask, request\nfrom openai import OpenAI\n\napp = Flask(__name__)\nclient = OpenAI()\n\n\n@app.post(\"/v1/summary\")\ndef summary():\n    return client.chat.completions.create(model=\"m\", messages=messages_for(request), max_completion_tokens=500).choices[0].message.content\n",
    },
  ],
  prefilter: /\.all\s*\(|\.find\s*\(|select\b|ompletion|\.responses\b|\.fetchall\b/i,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (isMaintenance(file.path)) return;
    for (const { view, model, call } of wholeLists(file)) {
      yield {
        at: call.name,
        message: `\`${view.name}\` answers with every row of \`${model}\` (\`${written(file, call)}\`), and nothing cuts it into pages: the answer grows with the table until a request takes the worker down. Set a \`pagination_class\`, here or for all views.`,
        confidence: "likely",
        unlessProject: { speaksOf: "pages" },
      };
    }
    for (const call of file.here.calls()) {
      const served = mayBeWhole(call) ? servedCode(file, call.node) : undefined;
      if (!served || /migrat|backfill|export|backup|sync|seed|command|cron|schedul|startup|dump|reindex|warm|load_all|init/i.test(served.home.name)) continue;
      const table = wholeTable(file, call, served);
      const model = table ? undefined : endlessAnswer(file, call);
      if (table) yield tableFinding(file, call, table, served);
      else if (model) yield modelFinding(file, call, model.keyword, served);
    }
  },
});

/** The cheapest question first. */
function mayBeWhole({ method }: PyCall): boolean {
  return /^(?:all|fetchall|find|execute|fetch|fetch_all|exec|read_sql|read_sql_query|query|raw|sql|create|acreate|parse|stream|completion|acompletion|query_df)$/.test(method);
}

function wholeTable(file: PythonFile, call: PyCall, { home }: ServedCode): WholeTable | undefined {
  return alchemyTable(file, call) ?? djangoTable(file, call, home) ?? mongoTable(file, call) ?? sqlTable(file, call, home);
}

function tableFinding(file: PythonFile, call: PyCall, { of, kind }: WholeTable, { label, when }: ServedCode): Finding {
  const what = kind === "mongo" ? "every document there is" : of ? `every row of \`${of}\`` : "every row there is";
  return {
    at: call.name,
    message: `\`${written(file, call)}\` brings ${what} into memory for \`${label}\`: the answer grows with the table until a request takes the worker down. Give it a limit and a page.`,
    confidence: "likely",
    ...when,
  };
}

function modelFinding(file: PythonFile, call: PyCall, keyword: string, { label, when }: ServedCode): Finding {
  return {
    at: call.name,
    message: `\`${written(file, call)}\` lets the model answer \`${label}\` at any length: one request can take minutes and cost as much as hundreds. Pass \`${keyword}=\`.`,
    variant: "model",
    confidence: "likely",
    ...when,
  };
}
