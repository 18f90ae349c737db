import { describe, expect, test } from 'vitest';
import type { HistoryFilter } from '../../src/audit/query.ts';
import type { History } from '../../src/audit/store.ts';
import { BOB, gate, model, record, sha } from './example-record.ts';
import { temporaryHistory } from './temporary-history.ts';

/** Four judgements, a day apart from 1 November 2026 on. */
async function exampleHistory(): Promise<History> {
  let day = 0;
  const history = await temporaryHistory({ now: () => new Date(Date.UTC(2026, 10, (day += 1))) });
  await history.append(record({ headSha: sha(0xa1), pullRequest: 1 }));
  await history.append(
    record({
      headSha: sha(0xa2),
      pullRequest: 2,
      verdict: 'blocked',
      actor: BOB,
      models: [
        model({ verdict: 'blocked', gates: [gate({ outcome: 'fail' }), gate({ id: 'fairness' })] }),
        model({ name: 'fraud', primary: null, gates: [gate({ id: 'model-card' })] }),
      ],
    }),
  );
  await history.append(
    record({ headSha: `b3${'0'.repeat(38)}`, stage: 'staging', repository: { id: 2, name: 'Acme/Other' } }),
  );
  await history.append(record({ headSha: sha(0xa4), type: 'policy.changed', verdict: null, models: [] }));
  return history;
}

describe('list', () => {
  test.each<[HistoryFilter, readonly number[]]>([
    [{}, [4, 3, 2, 1]],
    [{ model: 'churn' }, [3, 2, 1]],
    [{ model: 'fraud' }, [2]],
    [{ model: 'none' }, []],
    [{ repository: 'acme/models' }, [4, 2, 1]],
    [{ repository: 'ACME/other' }, [3]],
    [{ stage: 'staging' }, [3]],
    [{ gate: 'fairness' }, [2]],
    [{ gate: 'metric-thresholds' }, [3, 2, 1]],
    [{ gate: 'metric-thresholds', outcome: 'fail' }, [2]],
    [{ gate: 'fairness', outcome: 'fail' }, []],
    [{ gate: 'model-card', model: 'churn' }, []],
    [{ outcome: 'fail' }, [2]],
    [{ verdict: 'blocked' }, [2]],
    [{ verdict: 'approved' }, [3, 1]],
    [{ verdict: 'approved', model: 'fraud' }, [2]],
    [{ actor: 'bob' }, [2]],
    [{ pullRequest: 1 }, [1]],
    [{ headSha: sha(0xa2) }, [2]],
    [{ headSha: 'B3' }, [3]],
    [{ headSha: '%' }, []],
    [{ type: 'policy.changed' }, [4]],
    [{ from: '2026-11-02' }, [4, 3, 2]],
    [{ to: '2026-11-02' }, [1]],
    [{ from: '2026-11-02T00:00:00Z', to: '2026-11-04T01:00:00+02:00' }, [3, 2]],
    [{ model: 'churn', verdict: 'blocked', actor: 'Bob', gate: 'fairness', stage: 'production' }, [2]],
  ])('%j finds %j', async (filter, sequences) => {
    const history = await exampleHistory();
    expect((await history.list(filter)).records.map((found) => found.sequence)).toEqual(sequences);
  });

  test('refuses what is no date', async () => {
    const history = await exampleHistory();
    await expect(history.list({ from: 'soon' })).rejects.toThrow('"soon" is no date');
  });

  test('pages through everything once, also while records are added', async () => {
    const history = await temporaryHistory();
    for (let index = 0; index < 7; index += 1) await history.append(record({ headSha: sha(index) }));
    const seen: number[][] = [];
    let before: number | null | undefined;
    while (before !== null) {
      const page = await history.list({ limit: 3, ...(before === undefined ? {} : { before }) });
      seen.push(page.records.map((found) => found.sequence));
      before = page.next;
      await history.append(record({ headSha: sha(100 + seen.length) }));
    }

    expect(seen).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
  });

  test('names no next page where the last one is full', async () => {
    const history = await temporaryHistory();
    for (let index = 0; index < 4; index += 1) await history.append(record({ headSha: sha(index) }));

    const first = await history.list({ limit: 2 });
    const second = await history.list({ limit: 2, before: first.next ?? 0 });

    expect([first.next, second.next]).toEqual([3, null]);
  });
});

describe('findRecord', () => {
  test('misses what is not there', async () => {
    const history = await exampleHistory();
    expect(await history.findRecord(99)).toBeUndefined();
  });
});

describe('findLastJudgement', () => {
  test('finds the last judgement of a pull request and of a head', async () => {
    const history = await temporaryHistory();
    await history.append(record({ headSha: sha(1) }));
    await history.append(record({ headSha: sha(2) }));
    await history.append(record({ headSha: sha(3), pullRequest: 99 }));
    await history.append(record({ headSha: sha(2), type: 'policy.changed' }));
    const repository = 'acme/models';

    expect((await history.findLastJudgement({ repository, pullRequest: 12 }))?.sequence).toBe(2);
    expect((await history.findLastJudgement({ repository, headSha: sha(1), stage: 'production' }))?.sequence).toBe(1);
    expect(await history.findLastJudgement({ repository, stage: 'staging' })).toBeUndefined();
  });
});

describe('findTrend', () => {
  function decision(head: number, candidate: number | null, change: Parameters<typeof record>[0] = {}) {
    const primary = { metric: 'auc', direction: 'higher', candidate, production: 0.9, change: null, unit: null };
    return record({ headSha: sha(head), models: [model({ primary })], ...change });
  }
  const query = { repository: 'acme/models', model: 'churn', stage: 'production', limit: 10 };

  test('gives the last decisions, oldest first', async () => {
    const history = await temporaryHistory();
    for (const [index, auc] of [0.7, 0.8, 0.85, 0.9].entries()) await history.append(decision(index, auc));

    const points = await history.findTrend({ ...query, limit: 3 });

    expect(points.map((point) => [point.headSha, point.candidate])).toEqual([
      [sha(1), 0.8],
      [sha(2), 0.85],
      [sha(3), 0.9],
    ]);
    expect(points[0]).toEqual({
      sequence: 2,
      recordedAt: expect.any(String),
      pullRequest: 12,
      headSha: sha(1),
      verdict: 'approved',
      metric: 'auc',
      candidate: 0.8,
      production: 0.9,
    });
  });

  test('counts each head once, by its last judgement, and leaves out the head that is being judged', async () => {
    const history = await temporaryHistory();
    await history.append(decision(1, 0.7));
    await history.append(decision(2, 0.8));
    await history.append(decision(1, 0.75, { trigger: 'push' }));

    expect((await history.findTrend(query)).map((point) => point.candidate)).toEqual([0.8, 0.75]);
    expect((await history.findTrend({ ...query, exceptHead: sha(1) })).map((point) => point.candidate)).toEqual([0.8]);
  });

  test('mixes no models, stages, repositories or metrics, and shows no missing value', async () => {
    const history = await temporaryHistory();
    const other = { metric: 'f1', direction: 'higher', candidate: 0.1, production: null, change: null, unit: null };
    await history.append(decision(1, 0, { models: [model({ primary: other })] }));
    await history.append(decision(2, 0.2, { stage: 'staging' }));
    await history.append(decision(3, 0.3, { repository: { id: 9, name: 'acme/other' } }));
    await history.append(decision(4, 0, { models: [model({ name: 'fraud' })] }));
    await history.append(decision(5, null));
    await history.append(decision(6, 0.6));

    expect((await history.findTrend(query)).map((point) => point.candidate)).toEqual([0.6]);
  });

  test('is empty where nothing was decided', async () => {
    const history = await temporaryHistory();
    expect(await history.findTrend(query)).toEqual([]);
  });
});
