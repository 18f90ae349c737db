/**
 * Bounds on what the readers accept. A text over its cap is refused before it is parsed; real metrics documents reach
 * about 2 MB. The YAML cap is lower because a YAML parser needs some thirty times as long per byte.
 */
export const MAX_JSON_BYTES = 5_000_000;
export const MAX_YAML_BYTES = 262_144;
export const MAX_MARKDOWN_BYTES = 1_000_000;

/** The largest of the caps: what to fetch before the content tells the format. */
export const MAX_DOCUMENT_BYTES = 10_000_000;

/** Nesting of objects and arrays. */
export const MAX_DEPTH = 64;

/** Keys of all objects of one document together. */
export const MAX_KEYS = 50_000;

/** Values of one document together, those in lists included. */
export const MAX_VALUES = 1_000_000;

/** Aliases (`*name`) of one YAML document. Each is followed, so that this and `MAX_VALUES` bound what they expand to. */
export const MAX_ALIASES = 100;

/** Characters of a metric's dotted path, and of the names that make up one slice. */
export const MAX_NAME_LENGTH = 1_000;

/** Problems of one document that are listed; somebody who mended these will read the document again. */
export const MAX_PROBLEMS = 50;

/** Headings, and numbers beside a name, of one model card. */
export const MAX_CARD_SECTIONS = 5_000;
export const MAX_CARD_CLAIMS = 20_000;

/** Warnings that one document keeps; the rest are counted. */
export const MAX_WARNINGS = 50;

/** Tables and JSON lines are read row by row: more bytes than a tree may have, and a bound on rows. */
export const MAX_TABLE_BYTES = 10_000_000;
export const MAX_ROWS = 100_000;
export const MAX_LINE_BYTES = 1_000_000;

/** Records that one document may give. */
export const MAX_RECORDS = 50_000;
