import type { ExamplePull } from './examples.ts';
import type { Judged } from './stage.ts';

const CONCLUSIONS: Readonly<Record<string, string>> = {
  approved: 'success',
  blocked: 'failure',
  pending: 'action_required',
  error: 'failure',
};

/** In what a judgement differs from what its example says; empty when it does not. */
export function differencesOf(expected: ExamplePull['expected'], { conclusion, record }: Judged): readonly string[] {
  if (record === undefined) return ['there is no record of it'];
  const differences: string[] = [];
  compare('verdict', record.verdict, expected.verdict);
  compare('conclusion', conclusion, CONCLUSIONS[expected.verdict] ?? '?');
  compare('models', namesOf(record.models), [...expected.models].sort().join(', '));
  const outcomes: string[] = [];
  for (const { name, gates } of record.models) {
    for (const { id, severity, outcome } of gates) {
      const passes = outcome === 'pass' || outcome === 'not-applicable';
      if (severity === 'block' && !passes) outcomes.push(`${name}/${id}: ${outcome}`);
    }
  }
  const wanted = Object.entries(expected.outcomes).flatMap(([model, gates]) =>
    Object.entries(gates).map(([id, outcome]) => `${model}/${id}: ${outcome}`),
  );
  compare('gates', outcomes.sort().join(', '), wanted.sort().join(', '));
  return differences;

  function compare(what: string, actual: string | null, right: string): void {
    if (actual !== right) differences.push(`${what}: expected "${right}", got "${actual ?? ''}"`);
  }
}

function namesOf(models: readonly { readonly name: string }[]): string {
  return models
    .map(({ name }) => name)
    .sort()
    .join(', ');
}
