import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openHistory } from '../../src/audit/store.ts';
import { ADA, BOB, gate, model, record, sha } from './example-record.ts';
import { temporaryFolder, temporaryHistory } from './temporary-history.ts';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function evidence(content: Uint8Array, change: { readonly path?: string } = {}) {
  return {
    model: 'churn',
    side: 'candidate' as const,
    document: 'metrics',
    path: 'models/churn/metrics.json',
    ref: 'feature',
    commit: sha(1),
    blob: sha(2),
    sha256: digest(content),
    bytes: content.byteLength,
    provenance: 'P0' as const,
    content,
    ...change,
  };
}

describe('append', () => {
  test('keeps who, what, when, why, the evidence and the policy of a judgement (AUD-01 to AUD-06)', async () => {
    const history = await temporaryHistory({ now: () => new Date('2026-11-20T12:00:00.123Z') });
    const metrics = bytes('{"auc": 0.91}');
    const policyContent = bytes('\ufeffversion: 1\n');
    const policy = {
      path: '.github/modelgate.yml',
      ref: 'main',
      commit: sha(3),
      blob: sha(4),
      sha256: digest(policyContent),
      overridden: false,
    };
    const report = { schema: 1, verdict: 'approved', models: [{ name: 'churn' }] };
    const written = record({ evidence: [evidence(metrics)], policy, policyContent, report });

    expect(await history.append(written)).toEqual({ sequence: 1, appended: true });
    const kept = await history.findRecord(1);

    const { evidence: _evidence, policyContent: _content, report: _report, ...head } = written;
    const { content: _bytes, ...file } = evidence(metrics);
    expect(kept).toEqual({
      ...head,
      sequence: 1,
      recordedAt: '2026-11-20T12:00:00.123Z',
      evidence: [{ ...file, kept: true }],
      policyContentSha256: policy.sha256,
      reportSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      report,
    });
    expect(await history.findContent(digest(metrics))).toEqual(metrics);
    expect(await history.findContent(policy.sha256)).toEqual(policyContent);
  });

  test('keeps equal bytes once, and none over the limit, whose digest stays', async () => {
    const folder = temporaryFolder();
    const history = await temporaryHistory({ folder, maxContentBytes: 10 });
    const small = bytes('0123456789');
    const large = bytes('0123456789+');

    await history.append(record({ headSha: sha(1), evidence: [evidence(small), evidence(small), evidence(large)] }));
    await history.append(record({ headSha: sha(2), evidence: [evidence(small)] }));

    const kept = await history.findRecord(1);
    expect(kept?.evidence.map((file) => file.kept)).toEqual([true, true, false]);
    expect(kept?.evidence[2]?.sha256).toBe(digest(large));
    expect(await history.findContent(digest(large))).toBeUndefined();
    const raw = new DatabaseSync(join(folder, 'modelgate.db'), { readOnly: true });
    // The evidence, and the report that both records share.
    expect(raw.prepare('SELECT count(*) AS count FROM content').get()).toEqual({ count: 2 });
    raw.close();
  });

  test('refuses evidence that has another digest than is said of it, and writes nothing', async () => {
    const history = await temporaryHistory();
    const forged = { ...evidence(bytes('{}')), sha256: digest(bytes('other')) };

    await expect(history.append(record({ evidence: [forged] }))).rejects.toThrow('is said to have the digest');
    expect((await history.list({})).records).toEqual([]);
  });

  test('keeps nothing that a record does not have by its type', async () => {
    const history = await temporaryHistory();
    const actor = Object.assign({ token: 'ghs_secret' }, ADA);
    const written = Object.assign({ delivery: { token: 'ghs_secret' } }, record({ actor }));

    await history.append(written);

    expect(JSON.stringify(await history.findRecord(1))).not.toContain('ghs_secret');
  });

  test('keeps hostile names as they are', async () => {
    const history = await temporaryHistory();
    const name = `a|b<!--x-->@team'; DROP TABLE records; --\u0000\n\u202e`;

    await history.append(record({ models: [model({ name, gates: [gate({ metric: name })] })] }));

    expect((await history.findRecord(1))?.models[0]?.name).toBe(name);
    expect((await history.list({ model: name })).records).toHaveLength(1);
  });

  test('keeps thousands of gates and files of one judgement', async () => {
    const history = await temporaryHistory();
    const models = Array.from({ length: 700 }, (_, index) => model({ name: `m${index}`, gates: [gate(), gate()] }));
    const files = Array.from({ length: 1200 }, (_, index) => evidence(bytes('{}'), { path: `m${index}.json` }));

    await history.append(record({ models, evidence: files }));

    const kept = await history.findRecord(1);
    expect([kept?.models.length, kept?.evidence.length]).toEqual([700, 1200]);
    expect((await history.list({ model: 'm699', gate: 'metric-thresholds' })).records).toHaveLength(1);
  });

  test('takes nothing that is no number for a number: the record is refused, not changed', async () => {
    const history = await temporaryHistory();
    const models = [model({ gates: [gate({ observed: Number.NaN })] })];

    await expect(history.append(record({ models }))).rejects.toThrow('cannot be written as JSON');
  });
});

describe('a judgement that repeats the last one of its head', () => {
  test('is not written again', async () => {
    const history = await temporaryHistory();
    await history.append(record());

    expect(await history.append(record())).toEqual({ sequence: 1, appended: false });
    expect((await history.list({})).records).toHaveLength(1);
  });

  test.each([
    ['the input digest', { inputDigest: 'f'.repeat(64) }],
    ['the verdict', { verdict: 'blocked' as const }],
    ['who asked', { actor: BOB }],
    ['what asked', { trigger: 'check_run.rerequested' }],
    ['the head', { headSha: sha(9), inputDigest: record().inputDigest }],
    ['the stage', { stage: 'staging' }],
    ['the pull request', { pullRequest: 13 }],
    ['the repository', { repository: { id: 2, name: 'acme/other' } }],
  ])('is written where %s differs', async (_, change) => {
    const history = await temporaryHistory();
    await history.append(record());

    expect(await history.append(record(change))).toEqual({ sequence: 2, appended: true });
  });

  test('is compared with the last one only: what came back is news', async () => {
    const history = await temporaryHistory();
    const other = record({ inputDigest: 'f'.repeat(64) });

    for (const judgement of [record(), other, record()]) await history.append(judgement);

    expect((await history.list({})).records).toHaveLength(3);
  });

  test('is known on the command line too, where there is no pull request and no stage', async () => {
    const history = await temporaryHistory();
    const local = record({ pullRequest: null, stage: null, actor: { ...ADA, kind: 'local', id: null, login: null } });
    await history.append(local);

    expect((await history.append(local)).appended).toBe(false);
  });

  test('does not hold back events of other types', async () => {
    const history = await temporaryHistory();
    for (const _ of [1, 2]) await history.append(record({ type: 'policy.changed' }));

    expect((await history.list({})).records).toHaveLength(2);
  });
});

describe('the file', () => {
  test('refuses UPDATE, DELETE and REPLACE on every table', async () => {
    const folder = temporaryFolder();
    const history = await openHistory({ folder });
    await history.append(record({ evidence: [evidence(bytes('{}'))] }));
    await history.close();
    const raw = new DatabaseSync(join(folder, 'modelgate.db'));
    raw.exec('PRAGMA recursive_triggers = ON');

    for (const table of ['records', 'model_results', 'gate_results', 'evidence', 'content']) {
      const column = table === 'content' ? 'sha256' : 'sequence';
      expect(raw.prepare(`SELECT count(*) AS count FROM ${table}`).get()).not.toEqual({ count: 0 });
      expect(() => raw.exec(`UPDATE ${table} SET ${column} = ${column}`)).toThrow(`${table} are never updated`);
      expect(() => raw.exec(`DELETE FROM ${table}`)).toThrow(`${table} are never deleted`);
      expect(() => raw.exec(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow('are never deleted');
    }
    raw.close();
  });

  test('is a WAL database in a folder of its owner alone', async () => {
    const folder = join(temporaryFolder(), 'new/data');
    const history = await temporaryHistory({ folder });
    await history.append(record());

    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(history.file).toBe(join(folder, 'modelgate.db'));
    const raw = new DatabaseSync(history.file, { readOnly: true });
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
  });

  test('is there again after it was closed, and counts on', async () => {
    const folder = temporaryFolder();
    for (const [index, head] of [sha(1), sha(2), sha(3)].entries()) {
      const history = await openHistory({ folder });
      expect(await history.append(record({ headSha: head }))).toEqual({ sequence: index + 1, appended: true });
      await history.close();
    }
  });

  test('loses nothing of many records appended at once in one process', async () => {
    const history = await temporaryHistory();
    const appended = await Promise.all(
      Array.from({ length: 50 }, (_, index) => history.append(record({ headSha: sha(index) }))),
    );

    expect(appended.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });

  test('goes on after a record that was refused', async () => {
    const history = await temporaryHistory();
    const refused = record({ models: [model({ gates: [gate({ observed: Number.NaN })] })] });
    const [first, second] = await Promise.allSettled([history.append(refused), history.append(record())]);

    expect(first.status).toBe('rejected');
    expect(second).toMatchObject({ status: 'fulfilled', value: { sequence: 1, appended: true } });
  });
});
