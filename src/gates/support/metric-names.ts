/** Spellings of one metric, as model cards write them; the first is the canonical one. */
const ALIASES: readonly (readonly [string, ...string[]])[] = [
  ['auc', 'roc_auc', 'auroc', 'roc_auc_score', 'area_under_the_roc_curve'],
  ['pr_auc', 'auprc', 'average_precision', 'average_precision_score'],
  ['f1', 'f1_score'],
  ['accuracy', 'acc', 'accuracy_score'],
  ['precision', 'precision_score', 'ppv', 'positive_predictive_value'],
  ['recall', 'recall_score', 'sensitivity', 'tpr', 'true_positive_rate'],
  ['specificity', 'tnr', 'true_negative_rate'],
  ['rmse', 'root_mean_squared_error', 'root_mean_square_error'],
  ['mae', 'mean_absolute_error'],
  ['mse', 'mean_squared_error'],
  ['r2', 'r_2', 'r_squared', 'r2_score', 'r²'],
  ['brier', 'brier_score', 'brier_score_loss'],
  ['ece', 'expected_calibration_error'],
  ['log_loss', 'logloss', 'cross_entropy'],
  ['mcc', 'matthews_correlation', 'matthews_corrcoef'],
];

const CANONICAL = new Map(ALIASES.flatMap((names) => names.map((name) => [name, names[0]] as const)));

/**
 * The canonical spelling of a metric's name: lower case, separators as `_`, the prefix `eval_` or `test_` left out,
 * known synonyms joined by a table and never by dropping punctuation that may mean something.
 */
export function canonicalMetricName(name: string): string {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[\s/-]+/g, '_')
    .replace(/^(eval|test)_/, '');
  return CANONICAL.get(plain) ?? plain;
}
