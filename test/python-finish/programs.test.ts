/** Small programs in many spellings, each beside one that only looks like it. */
import { hold } from "./told.ts";
import * as networks from "./networks.ts";
import * as order from "./order.ts";
import * as prepared from "./prepared.ts";
import * as seeds from "./seeds.ts";
import * as served from "./served.ts";
import * as splits from "./splits.ts";
import * as tables from "./tables.ts";
import * as tuning from "./tuning.ts";

hold("test rows that decide", ["fit-before-split", "preprocess-outside-cv", "train-test-overlap", "tuning-on-test"], tuning);
hold("rows, joins and backends", ["row-by-row", "unchecked-merge", "nondeterministic-backend"], tables);
hold("seeds", ["missing-random-state", "unseeded-randomness"], seeds);
hold("prepared before the split", ["fit-before-split", "fit-on-combined", "resample-before-split", "preprocess-outside-cv", "train-test-overlap"], prepared);
hold("taken apart", ["fit-before-split", "fit-on-combined", "resample-before-split", "preprocess-outside-cv", "train-test-overlap"], splits);
hold("groups and time", ["group-leak", "shuffled-time-series"], order);
hold("networks", ["uncleared-gradients", "retained-graph", "forward-call", "compared-with-nan", "left-in-eval-mode", "train-mode-inference"], networks);
hold("served", ["refit-at-inference", "data-dependent-transform", "hard-coded-scaling", "row-by-row", "predict-in-loop"], served);
