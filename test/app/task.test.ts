import { expect, test } from 'vitest';
import { keyOf, mergeTasks } from '../../src/app/task.ts';
import type { BranchTask, PullRequestTask, Task } from '../../src/app/task.ts';

const origin = {
  installationId: 1,
  repository: { id: 1, owner: 'Acme', name: 'Models', defaultBranch: 'main', htmlUrl: 'https://github.example/a/m' },
  cause: {
    deliveryId: 'd',
    trigger: 'push',
    actor: { kind: 'user', id: 1, login: 'ada', name: null, roles: [] },
    eventAt: null,
  },
} as const;

function pullTask(updatedAt: string, asked?: true): PullRequestTask {
  const pull = {
    number: 7,
    title: 'T',
    state: 'open',
    draft: false,
    author: null,
    head: { sha: updatedAt, branch: 'b', repository: null },
    base: { sha: 'x', branch: 'main' },
    stackBase: null,
    updatedAt,
    url: '',
  } as const;
  const task = { kind: 'pull-request', ...origin, number: 7, pull } as const;
  return asked === undefined ? task : { ...task, asked };
}

test('tasks of different things have different keys, whatever the case of the repository', () => {
  const branch: BranchTask = { kind: 'branch', ...origin, branch: '7', before: null, after: 'f' };
  const tasks: readonly Task[] = [
    pullTask('2026-01-01T00:00:00Z'),
    branch,
    { kind: 'head', ...origin, headSha: '7' },
    { kind: 'merge-group', ...origin, headSha: '7', baseSha: 'b', branch: 'main' },
  ];
  expect(new Set(tasks.map(keyOf)).size).toBe(4);
  const shouted = { ...branch, repository: { ...origin.repository, owner: 'ACME' } };
  expect(keyOf(shouted)).toBe(keyOf(branch));
});

test('of two events about a pull request the one that knows more recent news counts, in whichever order they come', () => {
  const [old, recent] = [pullTask('2026-01-01T00:00:00Z'), pullTask('2026-01-01T00:00:05Z')];
  expect(mergeTasks(old, recent)).toBe(recent);
  expect(mergeTasks(recent, old)).toBe(recent);
});

test('what somebody asked for is not forgotten when another event comes', () => {
  const asked = pullTask('2026-01-01T00:00:00Z', true);
  expect(mergeTasks(asked, pullTask('2026-01-01T00:00:05Z'))).toMatchObject({ asked: true });
});

test('two pushes are one, from the beginning of the first to the end of the second', () => {
  const first: BranchTask = { kind: 'branch', ...origin, branch: 'main', before: 'a', after: 'b' };
  const second: BranchTask = { ...first, before: 'b', after: 'c' };
  expect(mergeTasks(first, second)).toMatchObject({ before: 'a', after: 'c' });
});
