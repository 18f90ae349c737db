import { MODEL_CARD_SECTIONS, type ModelCardSectionId } from './model-card.ts';

/**
 * What model cards call the sections of the template: Hugging Face's template and Trainer, Google's Model Card Toolkit,
 * Mitchell et al. 2019, and the template's own keys. Compared as slugs, see `sectionIdOf`.
 */
const SYNONYMS: Readonly<Record<ModelCardSectionId, string>> = {
  'model-name': 'name model',
  version: 'model-version versions version-history',
  date: 'model-date release-date last-updated',
  owner:
    'owners author authors model-card-authors model-authors developed-by developers maintainer maintainers contact model-card-contact',
  description: 'model-description model-details overview summary model-summary model-overview about',
  'intended-use':
    'intended-uses use uses direct-use use-cases intended-uses-limitations intended-uses-and-limitations intended-use-and-limitations primary-intended-uses intended-users',
  'out-of-scope-uses':
    'out-of-scope out-of-scope-use out-of-scope-use-cases misuse misuses misuse-and-out-of-scope-use misuse-malicious-use-and-out-of-scope-use prohibited-uses',
  'training-data':
    'training-dataset training-datasets training-and-evaluation-data training-and-test-data data dataset datasets',
  evaluation:
    'evaluations evaluation-results evaluation-metrics evaluation-data metrics performance performance-metrics results model-performance quantitative-analyses quantitative-analysis test-results',
  limitations:
    'limitation known-limitations limitations-and-bias limitations-and-biases bias-risks-and-limitations bias-and-limitations risks-and-limitations limitations-and-risks bias-and-risks caveats caveats-and-recommendations intended-uses-limitations intended-uses-and-limitations intended-use-and-limitations',
  'ethical-considerations':
    'ethics ethical-consideration ethical-concerns ethical-considerations-and-risks ethical-and-legal-considerations fairness responsible-ai bias-and-fairness fairness-and-bias ethical-considerations-and-limitations',
  maintenance:
    'maintenance-plan monitoring model-maintenance monitoring-and-maintenance maintenance-and-monitoring updates support',
};

const IDS_BY_SLUG: ReadonlyMap<string, readonly ModelCardSectionId[]> = buildIndex();

function buildIndex(): Map<string, ModelCardSectionId[]> {
  const index = new Map<string, ModelCardSectionId[]>();
  for (const id of MODEL_CARD_SECTIONS) {
    for (const slug of [id, ...SYNONYMS[id].split(' ')]) index.set(slug, [...(index.get(slug) ?? []), id]);
  }
  return index;
}

/** A heading as a name: lower case, words joined by hyphens, "(s)", numbering, emphasis and signs left out. */
export function slugOf(heading: string): string {
  return heading
    .slice(0, 200)
    .toLowerCase()
    .replaceAll('(s)', 's')
    .replaceAll('&', ' and ')
    .replace(/^[\d.\s]+/, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('-');
}

/**
 * The ids of the sections that a heading stands for: one for most, two for "Intended uses & limitations", and the slug
 * itself for a heading that no template knows.
 */
export function sectionIdsOf(heading: string): readonly string[] {
  const slug = slugOf(heading);
  return IDS_BY_SLUG.get(slug) ?? IDS_BY_SLUG.get(slug.replace(/^the-/, '')) ?? [slug];
}
