/** Helpers that projects write themselves to seed generators and to track runs, by the names they give them. */
import type { SignFact } from "../../../rules/facts/python.ts";
import { remembered } from "./facts-names.ts";

const seedHelper = /^(?:_*(?:set|fix|init|setup|reset|make|apply|configure|initialize)_*(?:all|global|random|the)?_*(?:random)?_*(?:seed|seeds|state|determinism|reproducib\w*)(?:_\w+)?|seed_\w+|seeding|seed_?everything|seed_?all|(?:make_)?deterministic|setup_seed|same_?seeds?|init_seeds?|manual_seed|random_seed)$/i;
const trackHelper = /^(?:log_(?:metrics?|params?|to_\w+|model|artifacts?|run|experiment)|track_\w+|start_run|init_(?:wandb|mlflow|tracking|experiment)|setup_(?:mlflow|wandb|tracking|experiment)\w*)$/;
/** Of methods named so. */
export const helps = remembered((method): SignFact["does"] | undefined => (seedHelper.test(method) ? "seed" : trackHelper.test(method) ? "track" : undefined));
