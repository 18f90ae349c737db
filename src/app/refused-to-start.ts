/** It cannot start like this; each problem is a sentence that says what to do. */
export class RefusedToStart extends Error {
  override readonly name = 'RefusedToStart';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
