/** Who answers requests, messages and jobs in a JavaScript or TypeScript file, and what of its code runs for each of them. */
import type { JsFunction, JsNode } from "./javascript.ts";
import type { Span } from "./text.ts";

/** `context` is Koa's `ctx` and Hono's `c`; `event` a Lambda's; `decorated` a method whose parameters are bound by decorators. */
export type JsHandlerShape = "express" | "fastify" | "context" | "fetch" | "event" | "decorated" | "next-api" | "procedure" | "message" | "socket" | "other";

/** A function that a framework runs once per request or message. */
export interface JsHandler {
  readonly how: "route" | "function" | "consumer" | "socket";
  readonly shape: JsHandlerShape;
  readonly function: JsFunction;
  /** As a person would say it: `POST /orders`, `OrdersController.create`, `queue orders`. */
  readonly label: string;
  /** Where it is registered, or the function's name. */
  readonly at: Span;
  /** The whole registration when it is a call: its other arguments may hold schemas and middleware. */
  readonly registration: JsNode | undefined;
  /** False for middleware and error handlers, which are not the end of a route. */
  readonly isEndpoint: boolean;
  /** The registration, or one before it in this file, says that requests are checked: a schema, a validating middleware. */
  readonly isValidated: boolean;
}

/** How a place in the code is reached from a handler of the same file. */
export interface JsServed {
  readonly handler: JsHandler;
  /** The calls that lead from the handler to the function around the place; empty when it stands in the handler itself. */
  readonly steps: readonly { readonly at: Span; readonly label: string }[];
}
