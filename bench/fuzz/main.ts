/** Reads the command line of the long tests and runs the one that was asked for; as one of several processes it tells the first how far it is. */
import { languages } from "../../test/fuzz/replay.ts";
import { edits } from "./edits.ts";
import { fixes } from "./fixes.ts";
import { growth } from "./growth.ts";
import { memory } from "./memory.ts";
import { names } from "./names.ts";
import { optionsFrom, type Options } from "./options.ts";
import { shapes } from "./shapes.ts";
import { truncations } from "./truncations.ts";
import { wire } from "./wire.ts";

const forms: Readonly<Record<string, (options: Options) => number | Promise<number>>> = { edits, fixes, growth, memory, names, shapes, truncations, wire };
const { form: name, options } = optionsFrom(process.argv.slice(2));
const form = forms[name];
if (!form) throw new Error(`one of ${Object.keys(forms).join(", ")}`);
for (const language of languages) await language.load();
process.exitCode = await form(options) > 0 ? 1 : 0;
if (process.connected) process.disconnect();
