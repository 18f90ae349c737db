/** Where something stands in a text. Line and column count from 1; a column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place in a file of the repository. Without `line` the file as a whole is meant. */
export interface Location {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * What is wrong with a text somebody wrote, said so that they can mend it: the place, what was expected there, what
 * was received, and an example that would be accepted. `received` is a short excerpt, never a whole value.
 */
export interface Problem extends Location {
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  readonly example?: string;
}

/** Parsing never throws for what a user wrote. Warnings do not make the value unusable. */
export type Parsed<T> =
  | { readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/** A file as the parsers receive it. `bytes` is the raw content; `path` is relative to the repository's root. */
export interface SourceText {
  readonly path: string;
  readonly bytes: Uint8Array;
}
