import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GithubUnavailable } from '../../src/github/errors.ts';
import type { CheckAnnotation } from '../../src/github/check-run-body.ts';
import { createOnce } from '../../src/github/writer.ts';
import { writes } from '../support/fake-github/index.ts';
import type { FakePull } from '../support/fake-github/index.ts';
import { createScene, faultOf } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
let pull: FakePull;
beforeEach(async () => {
  scene = await createScene();
  scene.models.commit({ branch: 'better', files: { a: '1' } });
  pull = scene.models.openPull({ title: 'Better', head: 'better' });
});
afterEach(async () => {
  await scene.github.close();
});

const CONTENT = {
  name: 'modelgate (production)',
  status: 'completed',
  conclusion: 'failure',
  externalId: 'digest',
  title: 'Blocked',
  summary: 'auc fell',
} as const;

function annotations(count: number): readonly CheckAnnotation[] {
  return Array.from({ length: count }, (_, i) => ({
    path: 'metrics.json',
    startLine: i + 1,
    endLine: i + 1,
    startColumn: 3,
    level: 'failure' as const,
    message: `finding ${i}`,
  }));
}

describe('a check run', () => {
  test('is created whole, with its button and its annotation columns', async () => {
    const actions = [{ label: 'Re-judge', description: 'Judge again', identifier: 'rejudge' }];
    const run = await scene.writer.createCheckRun(pull.headSha, {
      ...CONTENT,
      text: 'long text',
      annotations: annotations(1),
      actions,
      detailsUrl: 'https://modelgate.example/1',
      startedAt: '2026-11-21T01:00:00Z',
      completedAt: '2026-11-21T01:00:01Z',
    });
    expect(run).toMatchObject({ name: CONTENT.name, conclusion: 'failure', externalId: 'digest', title: 'Blocked' });
    expect(pull.checkRuns).toMatchObject([
      {
        id: run.id,
        output: { title: 'Blocked', summary: 'auc fell', text: 'long text' },
        annotations: [{ start_line: 1, start_column: 3, end_column: 3, annotation_level: 'failure' }],
        actions,
        detailsUrl: 'https://modelgate.example/1',
        completedAt: '2026-11-21T01:00:01Z',
      },
    ]);
  });

  test('with 120 annotations takes three requests and has them all', async () => {
    await scene.writer.createCheckRun(pull.headSha, { ...CONTENT, annotations: annotations(120) });
    expect(pull.checkRuns[0]?.annotations.map(({ message }) => message)).toEqual(
      annotations(120).map(({ message }) => message),
    );
    expect(writes(scene.github.requests).map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH']);
  });

  test('is updated in one request, also with 60 further annotations in two', async () => {
    const { id } = await scene.writer.createCheckRun(pull.headSha, { ...CONTENT, annotations: annotations(1) });
    const updated = await scene.writer.updateCheckRun(id, {
      ...CONTENT,
      conclusion: 'success',
      annotations: annotations(60),
    });
    expect(updated.conclusion).toBe('success');
    expect(pull.checkRuns[0]?.annotations).toHaveLength(61);
  });

  test('over a limit is refused, with what GitHub says', async () => {
    const fault = await faultOf(scene.writer.createCheckRun(pull.headSha, { ...CONTENT, summary: 'x'.repeat(65_536) }));
    expect(fault).toMatchObject({
      name: 'GithubRefused',
      status: 422,
      message: expect.stringContaining('Only 65535 characters are allowed for "summary"'),
    });
  });
});

describe('a comment', () => {
  test('is created, updated and deleted', async () => {
    const { id, appId } = await scene.writer.createComment(pull.number, 'one');
    expect(appId).toBe(scene.app.id);
    await scene.writer.updateComment(id, 'two');
    expect(pull.comments.map(({ body }) => body)).toEqual(['two']);
    await scene.writer.deleteComment(id);
    expect(pull.comments).toEqual([]);
  });

  test('that is gone already can be deleted again', async () => {
    await expect(scene.writer.deleteComment(4711)).resolves.toBeUndefined();
  });

  test('that may not be deleted is unavailable', async () => {
    scene.github.fault({ method: 'DELETE', effect: { respond: 403 } });
    expect(await faultOf(scene.writer.deleteComment(1))).toBeInstanceOf(GithubUnavailable);
  });
});

describe('creating once', () => {
  const create = async () => scene.writer.createCheckRun(pull.headSha, CONTENT);
  const find = async () =>
    (await scene.reader.listCheckRuns(pull.headSha, { name: CONTENT.name })).find((run) => run.externalId === 'digest');

  test('finds what a lost answer left behind', async () => {
    scene.github.fault({ method: 'POST', path: '/check-runs', effect: { loseAnswer: true } });
    expect(await createOnce(create, find)).toMatchObject({ externalId: 'digest' });
    expect(pull.checkRuns).toHaveLength(1);
  });

  test('sends again when nothing was left behind', async () => {
    scene.github.fault({ method: 'POST', path: '/check-runs', effect: { drop: true } });
    await createOnce(create, find);
    expect(pull.checkRuns).toHaveLength(1);
  });

  test('gives up at once on what GitHub refused', async () => {
    scene.github.fault({ method: 'POST', path: '/check-runs', effect: { respond: 403 } });
    expect(await faultOf(createOnce(create, find))).toMatchObject({ status: 403 });
    expect(scene.github.requests).toHaveLength(1);
  });
});
