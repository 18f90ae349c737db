/**
 * Bounds on what the readers accept. A text over its cap is refused before it is parsed; real metrics documents reach
 * about 2 MB. The YAML cap is lower because a YAML parser needs some thirty times as long per byte.
 */
export const MAX_JSON_BYTES = 5_000_000;
export const MAX_YAML_BYTES = 262_144;
export const MAX_MARKDOWN_BYTES = 1_000_000;

/** The largest of the caps: what to fetch before the content tells the format. */
export const MAX_DOCUMENT_BYTES = MAX_JSON_BYTES;

/** Nesting of objects and arrays. */
export const MAX_DEPTH = 64;

/** Keys of all objects of one document together. */
export const MAX_KEYS = 50_000;

/** Values of one document together, those in lists included. */
export const MAX_VALUES = 1_000_000;

/** Aliases (`*name`) of one YAML document. Each is followed, so that this and `MAX_VALUES` bound what they expand to. */
export const MAX_ALIASES = 100;

/** Warnings that one document keeps; the rest are counted. */
export const MAX_WARNINGS = 50;
