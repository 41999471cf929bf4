"""Test strings of detect-secrets and what its tests expect, read from the syntax tree: nothing is run."""
import ast, json, sys, textwrap, pathlib
root = pathlib.Path(sys.argv[1])
class Unknown(Exception): pass
class Eval:
    def __init__(self): self.names = {}
    def ev(self, n):
        if isinstance(n, ast.Constant): return n.value
        if isinstance(n, ast.Name):
            if n.id in self.names: return self.names[n.id]
            raise Unknown(n.id)
        if isinstance(n, ast.Attribute):
            if isinstance(n.value, ast.Name) and n.value.id in ("self", "cls") and n.attr in self.names: return self.names[n.attr]
            raise Unknown(n.attr)
        if isinstance(n, (ast.List, ast.Tuple)): return [self.ev(e) for e in n.elts]
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add): return self.ev(n.left) + self.ev(n.right)
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mod): return self.ev(n.left) % (tuple(self.ev(n.right)) if isinstance(n.right, ast.Tuple) else self.ev(n.right))
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mult): return self.ev(n.left) * self.ev(n.right)
        if isinstance(n, ast.JoinedStr): return "".join(self.ev(v.value) if isinstance(v, ast.FormattedValue) else v.value for v in n.values)
        if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Slice):
            return self.ev(n.value)[self.ev(n.slice.lower) if n.slice.lower else None:self.ev(n.slice.upper) if n.slice.upper else None]
        if isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub): return -self.ev(n.operand)
        if isinstance(n, ast.Call):
            f = n.func
            if isinstance(f, ast.Attribute):
                if f.attr == "dedent": return textwrap.dedent(self.ev(n.args[0]))
                if f.attr == "format": return self.ev(f.value).format(*[self.ev(a) for a in n.args], **{k.arg: self.ev(k.value) for k in n.keywords})
                if f.attr in ("lower", "upper", "strip", "lstrip"): return getattr(self.ev(f.value), f.attr)()
        raise Unknown(ast.dump(n)[:80])
out = []
for path in sorted((root / "tests/plugins").glob("*_test.py")):
    tree = ast.parse(path.read_text()); e = Eval()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try: e.names[node.targets[0].id] = e.ev(node.value)
            except Exception: pass
    if path.name == "keyword_test.py":
        for ext, name in [("conf","CONFIG_TEST_CASES"),("go","GOLANG_TEST_CASES"),("m","COMMON_C_TEST_CASES"),("c","COMMON_C_TEST_CASES"),("cs","COMMON_C_TEST_CASES"),("cpp","C_PLUS_PLUS_TEST_CASES"),("cls","QUOTES_REQUIRED_TEST_CASES"),("java","QUOTES_REQUIRED_TEST_CASES"),("py","QUOTES_REQUIRED_TEST_CASES"),("js","QUOTES_REQUIRED_TEST_CASES"),("swift","QUOTES_REQUIRED_TEST_CASES"),("tf","QUOTES_REQUIRED_TEST_CASES"),("txt2","QUOTES_REQUIRED_TEST_CASES")]:
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
                    for i, case in enumerate(node.value.elts):
                        try: text, secret = e.ev(case)
                        except Unknown: continue
                        out.append(dict(source=f"{path.name}:{name}:{i}", ext=ext, text=text, expect=[secret] if secret else []))
        continue
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "parametrize"): continue
        try: cases = node.args[1].elts
        except Exception: continue
        for i, case in enumerate(cases):
            src = f"{path.name}:{case.lineno}"
            try: v = e.ev(case)
            except Exception: continue
            if isinstance(v, str): out.append(dict(source=src, ext="?", text=v, expect=None)); continue
            if not (isinstance(v, list) and v and isinstance(v[0], str)): continue
            exp = v[1:] 
            out.append(dict(source=src, ext="?", text=v[0], expect=exp))
json.dump(out, sys.stdout, ensure_ascii=False)
