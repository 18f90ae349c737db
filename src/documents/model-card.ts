import type { Position, Problem } from './problem.ts';

/** The sections of the model card template, by the ids that a policy uses. */
export const MODEL_CARD_SECTIONS = [
  'model-name',
  'version',
  'date',
  'owner',
  'description',
  'intended-use',
  'out-of-scope-uses',
  'training-data',
  'evaluation',
  'limitations',
  'ethical-considerations',
  'maintenance',
] as const;

export type ModelCardSectionId = (typeof MODEL_CARD_SECTIONS)[number];

export interface ModelCardSection {
  /** Canonical id where the heading or key is a known one (or a known synonym), else a slug of the heading. */
  readonly id: string;
  readonly title: string;
  readonly at: Position;
  /** `placeholder`: "TBD", "TODO", "More information needed" and their like; `empty`: nothing at all. */
  readonly content: 'filled' | 'placeholder' | 'empty';
}

/** A number that the card states for something that looks like a metric. */
export interface ModelCardClaim {
  /** The metric as the card names it: `AUC`, `f1`, `eval_accuracy`. */
  readonly name: string;
  readonly value: number;
  /** As written, without the percent sign: `0.912`, `91.2`. Its decimals are the precision that is claimed. */
  readonly lexeme: string;
  readonly percent: boolean;
  readonly from: 'model-index' | 'table' | 'list-item' | 'field';
  /** Words that stand around the claim and may narrow it: table column, dataset, split, slice. */
  readonly context: readonly string[];
  readonly at: Position;
}

export interface ModelCardDocument {
  readonly kind: 'model-card';
  readonly path: string;
  readonly format: 'markdown' | 'template';
  readonly sections: readonly ModelCardSection[];
  readonly claims: readonly ModelCardClaim[];
  readonly version?: { readonly value: string; readonly at: Position };
  readonly warnings: readonly Problem[];
}
