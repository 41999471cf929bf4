/** Small programs in many spellings, each beside one that only looks like it. */
import { hold } from "./told.ts";
import * as seeds from "./seeds.ts";
import * as tables from "./tables.ts";
import * as tuning from "./tuning.ts";

hold("test rows that decide", ["fit-before-split", "preprocess-outside-cv", "train-test-overlap", "tuning-on-test"], tuning);
hold("rows, joins and backends", ["row-by-row", "unchecked-merge", "nondeterministic-backend"], tables);
hold("seeds", ["missing-random-state", "unseeded-randomness"], seeds);
