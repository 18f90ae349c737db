import { stringify } from 'yaml';
import { parse } from 'yaml';
import type { GateExample } from '../src/engine/gate.ts';
import type { GateResult } from '../src/engine/verdict.ts';
import { POLICY_PATH } from '../src/policy/schema.ts';
import { review } from '../src/review.ts';
import { memorySource } from '../src/sources/memory.ts';

/** Where an example's documents stand in the repository that is made of it. */
export const EXAMPLE_PATHS = {
  metrics: 'models/churn/metrics.json',
  'model-card': 'models/churn/MODEL_CARD.md',
  fairness: 'models/churn/fairness.json',
  latency: 'models/churn/latency.json',
  model: 'models/churn/model.onnx',
} as const satisfies Record<keyof GateExample['candidate'], string>;

function filesOf(documents: GateExample['candidate']): Record<string, string> {
  const kinds = Object.keys(EXAMPLE_PATHS) as (keyof typeof EXAMPLE_PATHS)[];
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const text = documents[kind];
      return text === undefined ? [] : [[EXAMPLE_PATHS[kind], text]];
    }),
  );
}

/** The policy that asks for this gate alone, as a repository would have it. */
export function examplePolicy(gateId: string, example: GateExample): string {
  const stage = example.stage ?? 'production';
  const kinds = Object.keys(example.candidate) as (keyof typeof EXAMPLE_PATHS)[];
  return stringify({
    version: 1,
    stages: { [stage]: { branch: 'main' } },
    models: {
      churn: {
        paths: ['models/churn/**'],
        evidence: Object.fromEntries(kinds.map((kind) => [kind, EXAMPLE_PATHS[kind]])),
        gates: { [gateId]: parse(example.options) as unknown },
      },
    },
  });
}

/** Judges an example the whole way: policy text, document texts, review. */
export async function runExample(gateId: string, example: GateExample): Promise<GateResult> {
  const policy = examplePolicy(gateId, example);
  const base = memorySource({
    ref: 'main',
    commit: '1'.repeat(40),
    files: { [POLICY_PATH]: policy, ...filesOf(example.production ?? {}) },
  });
  const candidate = memorySource({
    ref: 'head',
    commit: '2'.repeat(40),
    files: { [POLICY_PATH]: policy, ...filesOf(example.candidate) },
  });
  const { judgements } = await review({
    candidate,
    base,
    target: { branch: 'main' },
    changedPaths: async () => Object.keys(filesOf(example.candidate)),
    open: () => base,
    evaluatedAt: '2026-01-01T00:00:00.000Z',
  });
  const [judgement] = judgements;
  const gate = judgement?.models[0]?.gates[0];
  if (judgement === undefined || gate === undefined)
    throw new Error(`example "${example.title}" of ${gateId} is not judged: ${JSON.stringify(judgement?.problems)}`);
  return gate;
}
