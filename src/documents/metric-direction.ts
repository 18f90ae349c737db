/**
 * Names whose meaning fixes a direction. For display of metrics that no gate judges, and for nothing else: a gate's
 * direction is written in the policy (SEMANTICS.md §3).
 */
const HIGHER: ReadonlySet<string> = new Set(
  (
    'accuracy acc balanced_accuracy auc auroc roc_auc pr_auc auprc average_precision f1 f2 f1_score precision recall ' +
    'sensitivity specificity tpr tnr npv ppv mcc kappa r2 explained_variance ndcg mrr map map50 iou dice jaccard bleu ' +
    'rouge1 rouge2 rougel meteor chrf exact_match em pass_rate win_rate success_rate coverage throughput silhouette ' +
    'top1_accuracy top5_accuracy faithfulness groundedness acc_norm qps rps'
  ).split(' '),
);
const LOWER: ReadonlySet<string> = new Set(
  (
    'latency loss log_loss logloss cross_entropy perplexity ppl error error_rate mae mse rmse mape smape rmsle ' +
    'median_absolute_error max_error brier brier_score ece mce calibration_error psi ks_distance wasserstein toxicity ' +
    'fpr fnr fdr for false_positive_rate false_negative_rate hallucination hallucination_rate wer cer ter ' +
    'cost memory model_size runtime duration drift_share bias refusal_rate attack_success_rate'
  ).split(' '),
);

/** What may stand around a name without changing what it means: splits, averages, percentiles, units, statistics. */
const NEUTRAL: ReadonlySet<string> = new Set(
  (
    'test eval val validation train predict dev holdout macro micro weighted samples avg average mean median score ' +
    'p50 p75 p90 p95 p99 p999 max min ms s sec seconds us ns mb gb kb bytes usd pct percent fraction std'
  ).split(' '),
);

/**
 * The direction in which a metric of this name improves, where the name tells; undefined otherwise. The name is split
 * at `_ - / .` and spaces and compared token by token, never by substring: `not_accurate_auction` contains nothing.
 */
export function displayDirection(leaf: string): 'higher' | 'lower' | undefined {
  const words = leaf.toLowerCase().split(/[_\-/. ]/);
  const whole = words.join('_');
  const core = words.filter((word) => !NEUTRAL.has(word)).join('_');
  for (const name of [whole, core]) {
    if (HIGHER.has(name)) return 'higher';
    if (LOWER.has(name)) return 'lower';
  }
  return undefined;
}
