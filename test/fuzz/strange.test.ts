/** What keyboards seldom send, typed into the middle of a text of every kind and taken back: halves of a pair, marks, zeros, all kinds of line ends, a line without end. */
import { beforeAll, expect, it } from "vitest";
import { languages, played } from "./replay.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const texts: readonly (readonly [path: string, text: string])[] = [
  ["shop.py", 'import requests\n\ndef ask(url):\n    return requests.get(url)\n\npassword = "Tr4ding!Places"\n'],
  ["shop.ts", 'import axios from "axios";\nexport async function ask(url: string) {\n  return axios.get(url);\n}\nconst password = "Tr4ding!Places";\n'],
  ["shop.vue", '<script>\nimport axios from "axios";\naxios.get("https://x.test");\n</script>\n<template><p v-html="a" /></template>\n'],
  ["deploy/app.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: a:latest\n"],
  ["Dockerfile", "FROM python:latest\nENV PASSWORD=Tr4ding!Places\nRUN pip install requests && \\\n  curl https://x.test | sh\nCOPY . .\n"],
  ["requirements.txt", "requests>=2\npandas\n-r other.txt\nnumpy==1.0  # why\n"],
  ["package.json", '{\n  "name": "a",\n  "dependencies": {\n    "axios": "^1.0.0"\n  }\n}\n'],
  ["pyproject.toml", '[project]\nname = "a"\ndependencies = [\n  "requests>=2",\n]\n'],
  ["prod.env", "PASSWORD=Tr4ding!Places\nTOKEN='a b'\n"],
  ["train.ipynb", '{"cells": [{"cell_type": "code", "source": ["import requests\\n", "requests.get(url)\\n"], "outputs": [], "execution_count": 1, "metadata": {}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'],
];

const strange: readonly (readonly [what: string, ...typed: string[]])[] = [
  ["a pair, half by half", "\ud83d", "\ud83d\ude00", "\ude00", "\ude00\ud83d"], ["a byte order mark", "\uFEFF", "\uFEFF\uFEFF"], ["a zero", "\0", "a\0b\0"],
  ["line ends of all kinds", "\r", "\r\n", "\n\r", "\r\r\n", "\u2028", "\u0085", "\v\f"], ["a line without end", "x".repeat(100_000), `${"a, ".repeat(33_000)}\n`, `"${"(".repeat(300)}`],
];

it.each(texts.flatMap(([path, text]) => strange.map(([what, ...typed]) => ({ what, path, text, typed }))))("$path: $what", ({ path, text, typed }) => {
  const middles = [0, text.indexOf("\n", text.length / 2) + 1, Math.floor(text.length / 3), text.length];
  const steps = middles.flatMap((at) => [text, ...typed.map((letters) => text.slice(0, at) + letters + text.slice(at))]);
  expect(played(path, [...steps, text], new Map())).toBeUndefined();
}, 120_000);
