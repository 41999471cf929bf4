/** How frameworks say "run this when a request, event or schedule comes": decorators, base classes, names and registrations as tables. */
import type { EntryFact } from "../../../rules/facts/python.ts";

type How = EntryFact["how"];

/** `@app.post("/x")` on whatever object, when the path is visible. */
export const routeMethods: ReadonlyMap<string, string> = new Map([
  ["get", "GET"], ["post", "POST"], ["put", "PUT"], ["patch", "PATCH"], ["delete", "DELETE"], ["websocket", "WS"], ["websocket_route", "WS"],
  ["route", ""], ["api_route", ""], ["view", ""],
]);

/** Decorators by their resolved name or, starting with a dot, by their last part on an object. */
export const decorators: readonly { readonly matches: RegExp; readonly how: How; readonly label: string }[] = [
  { matches: /^functions_framework\.(?:http|cloud_event)$/, how: "handler", label: "Cloud Function" },
  { matches: /^rest_framework\.decorators\.(?:api_view|action)$/, how: "route", label: "API view" },
  { matches: /^(?:litestar|starlite|robyn|bottle)\.(?:get|post|put|patch|delete|route)$/, how: "route", label: "route" },
  { matches: /^bentoml\.(?:api|task)$|^:?[\w.]*\b(?:svc|service)\.api$/, how: "route", label: "BentoML API" },
  { matches: /^dash\.callback$|^:?[\w.]*\bapp\.(?:long_)?callback$|^:?[\w.]*\bdashboard\.callback$/, how: "handler", label: "Dash callback" },
  { matches: /^(?:celery\.shared_task|celery\.task)$|^:?[\w.]*\b(?:celery|celery_app|app|worker|huey)\.(?:task|periodic_task)$/, how: "task", label: "task" },
  { matches: /^(?:dramatiq\.actor|(?:django_)?rq\.(?:decorators\.)?job|arq\.cron|apscheduler\..*scheduled_job)$|^:?[\w.]*\b(?:sched|scheduler)\.scheduled_job$/, how: "task", label: "task" },
  { matches: /^airflow\.decorators\.task(?:\.\w+)?$|^airflow\.sdk\.task$|^prefect\.(?:flow|task)$|^dagster\.(?:asset|op|job)$/, how: "task", label: "scheduled task" },
  { matches: /^:?[\w.]*\bbroker\.(?:subscriber|task)$/, how: "consumer", label: "message handler" },
  { matches: /^ray\.serve\.deployment$/, how: "handler", label: "Ray Serve" },
  { matches: /^chainlit\.(?:on_message|on_audio_end|step|action_callback)$/, how: "handler", label: "Chainlit" },
  { matches: /^cherrypy\.expose$|^pyramid\.view\.view_config$|^(?:strawberry|strawberry_django)\.(?:field|mutation)$|^ariadne\b/, how: "route", label: "route" },
  { matches: /^:?[\w.]*\b(?:sio|socketio|socket|ws)\.(?:on|event|on_event)$/, how: "handler", label: "socket event" },
  { matches: /^:?[\w.]*\bapp\.(?:queue_trigger|blob_trigger|event_grid_trigger|event_hub_message_trigger|service_bus_queue_trigger|cosmos_db_trigger)$/, how: "handler", label: "Azure Function" },
  { matches: /^:?[\w.]*\b(?:app|faust_app)\.(?:agent|timer)$/, how: "consumer", label: "stream agent" },
  { matches: /^:?[\w.]*\b(?:bot|dp|dispatcher|router|client|tree)\.(?:message_handler|callback_query_handler|message|event|command|on_message)$/, how: "handler", label: "bot handler" },
  { matches: /^:?[\w.]*\b(?:app|router|api|scheduler)\.(?:on_event|before_first_request|before_serving)$/, how: "startup", label: "start-up" },
  { matches: /^shiny\.(?:render|reactive)\b/, how: "handler", label: "Shiny reactive" },
  { matches: /^streamlit\.(?:fragment|dialog|experimental_fragment)$/, how: "rerun", label: "Streamlit rerun" },
  { matches: /^modal\.(?:web_endpoint|fastapi_endpoint|method)$|^:?[\w.]*\bapp\.function$|^fal\.endpoint$/, how: "handler", label: "endpoint" },
  { matches: /^runpod\.serverless\.\w+$/, how: "handler", label: "handler" },
];

/** Methods that a framework calls on subclasses; `*` is every public method. */
export const baseClasses: readonly { readonly matches: RegExp; readonly methods: RegExp; readonly how: How; readonly label: string }[] = [
  { matches: /(?:^|\.)(?:Resource|MethodView|HTTPEndpoint|HTTPMethodView|MethodResource|RequestHandler|View|APIView|GenericAPIView|TemplateView|FormView|CreateView|\w{1,30}APIView|\w{1,30}Resource|\w{1,30}View)$/, methods: /^(?:get|post|put|patch|delete|create|form_valid|dispatch|perform_create|perform_update|perform_destroy)$/, how: "route", label: "" },
  { matches: /(?:^|\.)\w{0,30}ViewSet$/, methods: /^(?:list|create|retrieve|update|partial_update|destroy|perform_create|perform_update|perform_destroy)$/, how: "route", label: "" },
  { matches: /Servicer$/, methods: /^[A-Za-z]\w*$/, how: "handler", label: "gRPC" },
  { matches: /(?:^|\.)(?:KFModel|kserve\.Model|kfserving\.KFModel)$/, methods: /^(?:predict|preprocess|postprocess|explain)$/, how: "handler", label: "KServe" },
  { matches: /(?:^|\.)BaseHandler$/, methods: /^(?:handle|preprocess|inference|postprocess)$/, how: "handler", label: "TorchServe" },
  { matches: /(?:^|\.)BasePredictor$/, methods: /^predict$/, how: "handler", label: "Cog" },
  { matches: /(?:^|\.)PythonModel$/, methods: /^predict(?:_stream)?$/, how: "handler", label: "MLflow model" },
  { matches: /(?:^|\.)LitAPI$/, methods: /^(?:decode_request|predict|encode_response)$/, how: "handler", label: "LitServe" },
  { matches: /(?:^|\.)(?:mosec\.)?Worker$/, methods: /^(?:forward|deserialize)$/, how: "handler", label: "Mosec worker" },
  { matches: /(?:^|\.)mlserver\.MLModel$|^MLModel$/, methods: /^predict(?:_stream)?$/, how: "handler", label: "MLServer" },
  { matches: /(?:^|\.)(?:Base|SimpleHTTP)(?:HTTP)?RequestHandler$/, methods: /^(?:do_GET|do_POST|do_PUT|handle)$/, how: "route", label: "request handler" },
  { matches: /(?:^|\.)(?:BentoService|Runnable)$/, methods: /^(?:predict\w*|inference|run)$/, how: "handler", label: "BentoML" },
];

/** Class decorators under which public methods serve. */
export const servingClassDecorators: readonly { readonly matches: RegExp; readonly methods: RegExp; readonly label: string }[] = [
  { matches: /^ray\.serve\.(?:deployment|ingress)$/, methods: /^(?:__call__|[a-z]\w*)$/, label: "Ray Serve" },
  { matches: /^bentoml\.service$/, methods: /^[a-z]\w*$/, label: "BentoML" },
];

/** Functions that a host finds by name; `params` must match the parameters in order. */
export const namedHandlers: readonly { readonly name: RegExp; readonly params: RegExp; readonly label: string; readonly needsImport?: RegExp }[] = [
  { name: /^(?:lambda_)?handler$|^lambda_handler$/, params: /^(?:event|evt|_?event),\s*_?(?:context|ctx|lambda_context)/, label: "Lambda handler" },
  { name: /^(?:predict_fn|transform_fn|input_fn)$/, params: /./, label: "SageMaker" },
  { name: /^run$/, params: /^(?:raw_data|data|mini_batch|request|input_data|inputs)/, label: "Azure ML scoring script" },
  { name: /^main$/, params: /^(?:req|msg)\b/, label: "Azure Function", needsImport: /^azure\.functions/ },
];

/** Methods of classes known by name alone to their hosts (duck typing). */
export const namedClassMethods: readonly { readonly className: RegExp; readonly method: RegExp; readonly label: string; readonly params?: RegExp; readonly needsImport?: RegExp }[] = [
  { className: /^TritonPythonModel$/, method: /^execute$/, label: "Triton" },
  { className: /^EndpointHandler$/, method: /^__call__$/, label: "Inference endpoint" },
  { className: /./, method: /^on_(?:get|post|put|patch|delete)$/, label: "Falcon" },
  { className: /./, method: /^predict(?:_raw)?$/, label: "Seldon", params: /^self, X, (?:features?_names|names)\b/ },
  { className: /./, method: /^(?:GET|POST|PUT)$/, label: "web.py", needsImport: /^web(?:\.|$)/ },
];

/** Calls that hand a function to a framework: which argument, and where the label comes from. */
export const registrations: readonly { readonly matches: RegExp; readonly function: { readonly keyword: readonly string[]; readonly position?: number }; readonly path?: { readonly keyword: string; readonly position: number }; readonly how: How; readonly label: string }[] = [
  { matches: /(?:^|\.)add_url_rule$/, function: { keyword: ["view_func"], position: 2 }, path: { keyword: "rule", position: 0 }, how: "route", label: "" },
  { matches: /(?:^|\.)(?:add_api_route|add_api_websocket_route)$/, function: { keyword: ["endpoint"], position: 1 }, path: { keyword: "path", position: 0 }, how: "route", label: "" },
  { matches: /(?:^|\.)add_(?:get|post|put|patch|delete)$/, function: { keyword: ["handler"], position: 1 }, path: { keyword: "path", position: 0 }, how: "route", label: "" },
  { matches: /(?:^|\.)router\.add_route$/, function: { keyword: ["handler"], position: 2 }, path: { keyword: "path", position: 1 }, how: "route", label: "" },
  { matches: /(?:^|\.)add_route$/, function: { keyword: ["handler"], position: 0 }, path: { keyword: "uri", position: 1 }, how: "route", label: "" },
  { matches: /(?:^|\.)app\.add_route$/, function: { keyword: ["handler", "route"], position: 1 }, path: { keyword: "path", position: 0 }, how: "route", label: "" },
  { matches: /^aiohttp\.web\.(?:get|post|put|patch|delete)$/, function: { keyword: ["handler"], position: 1 }, path: { keyword: "path", position: 0 }, how: "route", label: "" },
  { matches: /^starlette\.routing\.(?:Route|WebSocketRoute)$/, function: { keyword: ["endpoint"], position: 1 }, path: { keyword: "path", position: 0 }, how: "route", label: "" },
  { matches: /^django\.(?:urls\.(?:path|re_path)|conf\.urls\.url)$/, function: { keyword: ["view"], position: 1 }, path: { keyword: "route", position: 0 }, how: "route", label: "" },
  { matches: /^gradio\.(?:Interface|ChatInterface|mix\.\w+)$/, function: { keyword: ["fn"], position: 0 }, how: "handler", label: "Gradio" },
  { matches: /^airflow\..*(?:Python|PythonVirtualenv|ShortCircuit)Operator$/, function: { keyword: ["python_callable"] }, how: "task", label: "Airflow task" },
  { matches: /^streamlit\.[\w.]+$/, function: { keyword: ["on_click", "on_change", "on_submit"] }, how: "handler", label: "Streamlit callback" },
  { matches: /^(?:tkinter|customtkinter|ttkbootstrap)\b.*Button$|^tkinter\.ttk\.Button$/, function: { keyword: ["command"] }, how: "handler", label: "button" },
  { matches: /(?:^|\.)(?:clicked|triggered|pressed|returnPressed)\.connect$/, function: { keyword: [], position: 0 }, how: "handler", label: "button" },
  { matches: /^nicegui\.ui\.\w+$/, function: { keyword: ["on_click", "on_change", "on_upload"] }, how: "handler", label: "NiceGUI callback" },
  { matches: /^panel\.(?:bind|interact|depends)$/, function: { keyword: [], position: 0 }, how: "handler", label: "Panel callback" },
  { matches: /^telegram\.ext\.(?:Message|Command|CallbackQuery)Handler$/, function: { keyword: ["callback"], position: 1 }, how: "handler", label: "bot handler" },
  { matches: /(?:^|\.)register_function$/, function: { keyword: ["function"], position: 0 }, how: "handler", label: "XML-RPC" },
  { matches: /(?:^|\.)basic_consume$/, function: { keyword: ["on_message_callback"], position: 1 }, how: "consumer", label: "queue consumer" },
  { matches: /^runpod\.serverless\.start$/, function: { keyword: [], position: 0 }, how: "handler", label: "RunPod handler" },
];

/** Last names of the calls above; everything else need not be looked up. */
export const registeringMethod = /^(?:add_(?:url_rule|api_route|api_websocket_route|route|get|post|put|patch|delete)|get|post|put|patch|delete|Route|WebSocketRoute|path|re_path|url|Interface|ChatInterface|\w*Operator|connect|\w*Button|basic_consume|start|bind|interact|depends|(?:Message|Command|CallbackQuery)Handler|register_function)$/;

/** Callbacks that are hung on a client by assignment: `client.on_message = handle`. */
export const assignedCallbacks: readonly { readonly attribute: RegExp; readonly needsImport: RegExp; readonly how: How; readonly label: string }[] = [
  { attribute: /^on_message$/, needsImport: /^(?:paho|gmqtt|websocket|stomp)(?:\.|$)/, how: "consumer", label: "message handler" },
];

/** Events of Gradio components: `button.click(fn=predict, …)` in a file that imports gradio. */
export const gradioEvents: ReadonlySet<string> = new Set(["click", "change", "submit", "upload", "input", "select", "release", "load", "stream"]);

/** Calls that wait for the next message; a loop around them, or over them, is a consumer. */
export const pollingMethods: ReadonlySet<string> = new Set(["poll", "receive_message", "receive_messages", "getone", "getmany", "listen", "blpop", "xread", "xreadgroup", "recv_multipart"]);
/** A text without these words has none of the `consumers`. */
export const namesConsumer = /Consumer|SubscriberClient/;
export const consumers = /(?:^|\.)(?:KafkaConsumer|AIOKafkaConsumer|Consumer|DeserializingConsumer|SubscriberClient)$/;

/** Calls that hang instruments around an application. */
export const instrumenting: ReadonlySet<string> = new Set(["instrument", "instrument_app", "instrument_fastapi", "PrometheusMetrics", "FlaskInstrumentor", "ElasticAPM", "DispatcherMiddleware", "RequestLogger", "wrap_app"]);

/** Those, and calls that hang anything else around every request. */
export const aroundRequests: ReadonlySet<string> = new Set([...instrumenting, "add_exception_handler", "register_error_handler", "add_middleware"]);
