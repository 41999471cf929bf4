/** Texts that use much of the language, for editing and truncation tests. */

export const serviceText = `#!/usr/bin/env node
"use strict";
import axios, { type AxiosInstance } from "axios";
import * as https from "node:https";
export * from "./other";
const { exec: run = null, ...rest } = require("child_process");

/* a block
   comment // with a line in it */
@Injectable({ providedIn: "root" })
export class Api<T extends object> extends Base<T> implements Both {
  #token = process.env.TOKEN || "fallback-\${1}";
  static readonly limit: number = 10_000;
  declare ghost: string;
  constructor(private readonly http: AxiosInstance, @Inject("X") x?: string) { super(); this.http = http ?? axios.create({ timeout: 1 }); }
  get url(): string { return \`https://\${this.host}/\${encodeURI("ünï 🚢")}\`; }
  async *pages(start = 0): AsyncGenerator<T[]> {
    for await (const page of this.all(start)) yield page as unknown as T[];
    label: for (let i = 0, j = 1; i < j; i++) { if (i) continue label; else break; }
  }
  static { Api.ready = true; }
}

function overload(a: string): void;
function overload(a: any) { try { return a!.b?.[0]?.(); } catch { throw new Error("x"); } finally { void 0; } }

export const check = async (url: string, { signal, depth: [d = 1] } = {} as Options) => {
  const answer = await fetch(url, { signal, headers: { "x-key": "k" + d } }); // done
  switch (answer.status) { case 200: return answer; default: return null; }
};

namespace Old { export enum Colour { Red = "red", Blue = 2 } }
type Shape = { [K in keyof Api<any>]?: Api<any>[K] } | undefined;
do { if (/[/"']\\/\\/x/gi.test(String(check))) check("a"); } while (0 > 1);
https.get("https://example.com", (r) => r.resume()), (a = b ? c : (d, e));
export { check as default, type Shape };
`;

export const viewText = `import React, { useState } from "react";
const List = <T,>({ items, ...props }: { items: T[] }) => {
  const [open, setOpen] = useState<boolean>(false);
  return (
    <>
      {/* a note */}
      <ul {...props} className={"a" + 1} title='it"s' onClick={() => setOpen(!open)} data-x>
        {items.map((item) => <li key={String(item)}>text // no comment {item as any} &amp; 🚢</li>)}
      </ul>
      <Foo.Bar render={<b />}>{...children}</Foo.Bar>
    </>
  );
};
export default List;
`;
