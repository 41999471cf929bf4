/** How a reader of plainly written texts says that it leaves one to the full grammar. */

export class Refusal extends Error {}

const refusal = new Refusal("left to the full grammar");

export function refuse(): never {
  throw refusal;
}
