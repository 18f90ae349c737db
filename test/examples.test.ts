import { describe, expect, test } from 'vitest';
import { checkRun } from '../src/reports/check-run.ts';
import { renderComment } from '../src/reports/comment.ts';
import { jsonReport } from '../src/reports/json.ts';
import { viewReport } from '../src/reports/view-report.ts';
import { review } from '../src/review.ts';
import { memorySource } from '../src/sources/memory.ts';
import { gateDocsOf, wordingOf } from '../src/wording-of.ts';
import { type ExamplePullRequest, readExamples } from './support/examples.ts';

const HEAD = 'c'.repeat(40);
const BASE = 'b'.repeat(40);

async function judge({ base, head, changedPaths }: ExamplePullRequest) {
  const production = memorySource({ ref: 'main', commit: BASE, files: base });
  const { judgements } = await review({
    candidate: memorySource({ ref: HEAD, commit: HEAD, files: head }),
    base: production,
    target: { branch: 'main' },
    changedPaths: async () => changedPaths,
    open: () => production,
    evaluatedAt: '2026-11-21T00:00:00.000Z',
  });
  const [judgement] = judgements;
  if (judgement === undefined) throw new Error('nothing was judged');
  return judgement;
}

const examples = await readExamples();

describe('examples', () => {
  test('are there', () => {
    expect(new Set(examples.map(({ example }) => example)).size).toBeGreaterThanOrEqual(3);
  });

  test.each(examples)('$example/$slug is judged as its description says', async (example) => {
    const judgement = await judge(example);
    const failing = judgement.models.map(({ name, gates }) => [
      name,
      Object.fromEntries(
        gates
          .filter(({ outcome, severity }) => outcome !== 'pass' && outcome !== 'not-applicable' && severity === 'block')
          .map(({ id, outcome }) => [id, outcome]),
      ),
    ]);
    const expected = example.expected.models.map((name) => [name, example.expected.outcomes?.[name] ?? {}]);
    expect({ verdict: judgement.verdict, failing: Object.fromEntries(failing) as unknown }).toEqual({
      verdict: example.expected.verdict,
      failing: Object.fromEntries(expected) as unknown,
    });
  });

  test.each(examples)('$example/$slug reads as its golden files do', async (example) => {
    const judgement = await judge(example);
    const view = viewReport(judgement, {
      wording: wordingOf,
      gateDocs: gateDocsOf,
      tool: { version: '0.0.0' },
      headSha: HEAD,
      repository: { owner: 'acme', name: example.example, htmlUrl: `https://github.com/acme/${example.example}` },
    });
    const folder = `./golden/${example.example}/${example.slug}`;
    const { inputDigest: _digest, ...verdict } = jsonReport(judgement, wordingOf);
    const stable = (text: string): string => text.replaceAll(judgement.inputDigest.slice(0, 12), '<digest>');
    const { external_id: _id, ...run } = checkRun(view);
    await expect(stable(renderComment(view))).toMatchFileSnapshot(`${folder}/comment.md`);
    await expect(`${JSON.stringify(verdict, null, 2)}\n`).toMatchFileSnapshot(`${folder}/verdict.json`);
    await expect(stable(`${JSON.stringify(run, null, 2)}\n`)).toMatchFileSnapshot(`${folder}/check-run.json`);
  });
});
