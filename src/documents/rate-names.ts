/** What people call the rates that fairness is judged by, as Fairlearn names them. */
const RATES: Readonly<Record<string, string>> = {
  selection_rate: 'selection_rate',
  positive_rate: 'selection_rate',
  positive_prediction_rate: 'selection_rate',
  predicted_positive_rate: 'selection_rate',
  pprev: 'selection_rate',
  true_positive_rate: 'true_positive_rate',
  tpr: 'true_positive_rate',
  false_positive_rate: 'false_positive_rate',
  fpr: 'false_positive_rate',
  true_negative_rate: 'true_negative_rate',
  tnr: 'true_negative_rate',
  false_negative_rate: 'false_negative_rate',
  fnr: 'false_negative_rate',
};

const SIZES: ReadonlySet<string> = new Set([
  'n',
  'total',
  'count',
  'support',
  'size',
  'group_size',
  'n_samples',
  'num_samples',
  'sample_size',
  'sample_count',
]);

/** Keys under which the groups of an attribute that is not named stand. */
export const GROUP_BLOCKS = ['per_group', 'by_group', 'groups', 'group_metrics'] as const;

/** `True Positive Rate (TPR)` as `true_positive_rate`. */
function normalise(name: string): string {
  return name
    .slice(0, 80)
    .toLowerCase()
    .replace(/ ?\([a-z]{2,5}\)$/, '')
    .trim()
    .replaceAll(/[ -]+/g, '_');
}

/** Fairlearn's name of a rate that a table names in its own way; undefined for what is no such rate. */
export function rateName(name: string): string | undefined {
  const normal = normalise(name);
  return Object.hasOwn(RATES, normal) ? RATES[normal] : undefined;
}

/** Whether a key is the number of examples of a group. */
export function isSizeName(name: string): boolean {
  return SIZES.has(normalise(name));
}
