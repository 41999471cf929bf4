/** The fix for a file that is absent: it is made from a template, to be filled in. */
import type { Anchor, Fix } from "../../api.ts";
import { templates } from "../../templates/index.ts";

export function scaffold(path: string, template: string): { readonly fixes: readonly Fix<Anchor>[] } {
  const text = Object.hasOwn(templates, template) ? templates[template] : undefined;
  return { fixes: text === undefined ? [] : [created(path, text, `Create ${path} from a template`)] };
}

export function created(path: string, text: string, title: string): Fix<Anchor> {
  return { title, safe: false, edits: [], appends: [{ path, line: text.trimEnd() }] };
}
