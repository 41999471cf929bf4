/** Layers and tokenizers of Keras that learn from rows before the split. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";

const head = "from tensorflow import keras\nfrom tensorflow.keras import layers\nfrom tensorflow.keras.preprocessing.text import Tokenizer\nfrom sklearn.model_selection import train_test_split\nX, y = load()\n";
const cut = "a, b, c, d = train_test_split(X, y)\n";
const end = "model.fit(a, c)\nmodel.evaluate(b, d)\n";
const plain = "model = keras.Sequential([layers.Dense(1)])\n";

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["adapted to all rows, in the network", `${head}norm = layers.Normalization()\nnorm.adapt(X)\n${cut}model = keras.Sequential([norm, layers.Dense(1)])\n${end}`, ["adapt"]],
  ["adapted to the training part", `${head}norm = layers.Normalization()\n${cut}norm.adapt(a)\nmodel = keras.Sequential([norm, layers.Dense(1)])\n${end}`, []],
  ["called before the split", `${head}words = layers.TextVectorization()\nwords.adapt(X)\nX = words(X)\n${cut}${plain}${end}`, ["adapt"]],
  ["called after the split", `${head}words = layers.TextVectorization()\n${cut}words.adapt(a)\na = words(a)\nb = words(b)\n${plain}${end}`, []],
  ["adapted and never used", `${head}norm = layers.Normalization()\nnorm.adapt(X)\n${cut}${plain}${end}`, []],
  ["a tokenizer of all texts", `${head}t = Tokenizer()\nt.fit_on_texts(X)\nX = t.texts_to_sequences(X)\n${cut}${plain}${end}`, ["fit_on_texts"]],
];

describe("python/fit-before-split", () => {
  it.each(cases)("%s", async (_, text, expected) => {
    const found = await lint("train.py", text, "python/fit-before-split");
    expect(found.map(({ at }) => text.slice(at.start, at.end))).toEqual(expected);
  });
});
