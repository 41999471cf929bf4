/** Views of Django REST framework that answer with a whole table: a list view over every row, and no pages. */
import type { PyCall, PyClassDef, PyExpr, PythonFile } from "../../api.ts";
import { chainOf } from "./chains.ts";
import { lastName } from "./code.ts";

/** Views that answer `GET` with all of their queryset. https://www.django-rest-framework.org/api-guide/generic-views/#concrete-view-classes */
const listViews = /^rest_framework\.(?:generics\.(?:ListAPIView|ListCreateAPIView)|viewsets\.(?:ModelViewSet|ReadOnlyModelViewSet)|mixins\.ListModelMixin)$/;
const steps = /^(?:objects|all|order_by|select_related|prefetch_related|defer|only|annotate|distinct)$/;

export interface WholeList {
  readonly view: PyClassDef;
  readonly model: string;
  /** `all` in `Order.objects.all()`. */
  readonly call: PyCall;
}

/** `queryset = Order.objects.all()` on the class, or `return Order.objects.all()` in its `get_queryset`. */
export function wholeLists(file: PythonFile): readonly WholeList[] {
  if (!file.imports().some((name) => name.startsWith("rest_framework"))) return [];
  return file.here.nodes("ClassDef").flatMap((view): WholeList[] => {
    if (!view.bases.some(({ value }) => listViews.test(file.qualifiedName(value) ?? ""))) return [];
    if (view.body.some((one) => one.kind === "Assign" && one.targets.some((target) => /^(?:pagination_class|http_method_names)$/.test(lastName(target))))) return [];
    const methods = view.body.flatMap((one) => (one.kind === "FunctionDef" ? [one] : []));
    if (methods.some(({ name }) => /^(?:list|get|dispatch|paginate_queryset|filter_queryset|paginator)$/.test(name))) return [];
    const chosen = methods.find(({ name }) => name === "get_queryset");
    const [only] = chosen?.body ?? [];
    const queryset = chosen ? (chosen.body.length === 1 && only?.kind === "Return" ? only.value : undefined)
      : view.body.flatMap((one) => (one.kind === "Assign" && one.targets.some((target) => lastName(target) === "queryset") ? [one.value] : []))[0];
    const whole = queryset && wholeOf(file, queryset);
    return whole ? [{ view, ...whole }] : [];
  });
}

function wholeOf(file: PythonFile, node: PyExpr): { readonly model: string; readonly call: PyCall } | undefined {
  const { root, links } = chainOf(node);
  if (root.kind !== "Name" || links[0]?.name !== "objects" || !links.every(({ name }) => steps.test(name))) return undefined;
  const all = links.find(({ name }) => name === "all")?.call;
  return all ? { model: root.id, call: file.call(all) } : undefined;
}
