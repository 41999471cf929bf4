/** What tells that one class is rare: names of rare outcomes, and the means against imbalance that code reaches for. */

/** Outcomes that are rare wherever they are counted: target columns named after them. */
export const rareOutcome = /(?:^|[^a-z])(?:is_?)?(?:fraud|fraudulent|churn|churned|attrition|anomaly|outlier|bankrupt|bankruptcy|stroke|defaulted|default_payment_next_month|is_default|machine_failure|intrusion|toxic|readmitted|conversion|converted|claim_flag)(?:$|[^a-z])/;

export function isRareOutcome(name: string): boolean {
  return name.length < 60 && rareOutcome.test(name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().replace(/[.\s]+/g, "_"));
}

/** Arguments that weigh the classes: https://scikit-learn.org/stable/glossary.html#term-class_weight, the parameter pages of XGBoost, LightGBM and CatBoost. */
export const weighingArguments: ReadonlySet<string> = new Set(["class_weight", "scale_pos_weight", "is_unbalance", "unbalance", "auto_class_weights", "pos_weight"]);

/** Functions that work such weights out: https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html */
export const weighingFunctions = /^sklearn\.utils\.(?:class_weight\.)?compute_(?:class|sample)_weight$/;

/** A library made for imbalance: https://imbalanced-learn.org/stable/ */
export const balancingLibrary = /^imblearn(?:\.|$)/;
