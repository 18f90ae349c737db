import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readExamples } from './examples.ts';
import { differencesOf } from './expectation.ts';
import { renderPage } from './page.ts';
import { showAct, showMerge, showSummary } from './show.ts';
import { look, open, setUp, tryMerge, waitForCheck } from './stage.ts';
import type { Act, Stage } from './stage.ts';

const HELP = `npm run demo -- [--once] [--port N] [--latency MS]

Starts a GitHub on this machine and the App beside it, opens the pull requests of examples/, shows what the App says
about each, and tries to merge them.

  --once        end when everything was shown, instead of serving the page
  --port N      port of the page (default: any free one)
  --latency MS  what each answer of that GitHub takes longer (default: 0)
`;

const CHECK_WITHIN_MS = 60_000;

async function demo(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      latency: { type: 'string', default: '0' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [port, latencyMs] = [Number(values.port), Number(values.latency)];
  if (values.help || !Number.isInteger(port) || !(latencyMs >= 0)) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const startedAt = performance.now();
  const say = (text: string): void =>
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const root = fileURLToPath(new URL('..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'modelgate-demo-'));
  const examples = readExamples(join(root, 'examples'));
  say('starting a GitHub on this machine, and the App beside it');
  const stage = await setUp({ root, folder, examples, latencyMs });
  say(`the App is ready at ${stage.app.url}; its log is ${folder}/app.log`);
  try {
    const { acts, differing } = await play(stage, say);
    const page = join(folder, 'index.html');
    writeFileSync(page, renderPage(acts, { history: `${stage.dataDir}/modelgate.db` }));
    console.log(`\n${showSummary(acts, differing)}\n`);
    say(`${acts.length} pull requests, ${differing.size} not as expected`);
    console.log(`\nPage     file://${page}\nHistory  ${stage.dataDir}/modelgate.db`);
    if (!values.once) await servePage(page, acts, stage, port);
    return differing.size === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

async function play(
  stage: Stage,
  say: (text: string) => void,
): Promise<{ readonly acts: readonly Act[]; readonly differing: ReadonlySet<Act> }> {
  const acts = stage.repositories.flatMap((place) => place.example.pulls.map((script) => open(place, script)));
  say(`${acts.length} pull requests are open`);
  const answered = await Promise.all(acts.map((act) => waitForCheck(act, CHECK_WITHIN_MS)));
  await stage.settle();
  say(`${answered.filter(Boolean).length} of them have their check`);
  const differing = new Set<Act>();
  for (const act of acts) {
    act.first = await look(stage, act);
    const differences = differencesOf(act.script.expected, act.first);
    if (differences.length > 0) differing.add(act);
    console.log(showAct(act, differences));
  }
  console.log('');
  await mergeAll(stage, acts, differing, say);
  return { acts, differing };
}

/** What is not approved is tried first: nothing of it may get in. Then the approved ones, one after the other. */
async function mergeAll(
  stage: Stage,
  acts: readonly Act[],
  differing: Set<Act>,
  say: (text: string) => void,
): Promise<void> {
  say('trying to merge what is not approved');
  for (const act of acts.filter(({ first }) => first.conclusion !== 'success')) {
    act.merge = await tryMerge(stage, act);
    console.log(showMerge(act));
    if (act.merge.status !== 405) differing.add(act);
  }
  say('merging what is approved; the others are judged again by what is production then');
  for (const act of acts.filter(({ first }) => first.conclusion === 'success')) {
    act.merge = await tryMerge(stage, act);
    console.log(showMerge(act));
    await stage.settle();
    await showNews(stage, acts);
    if ((act.merge.status === 200) !== (act.last.conclusion === 'success')) differing.add(act);
  }
}

/** Looks at everything that is still open, and tells whose check says something else now. */
async function showNews(stage: Stage, acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    const before = act.last.title === '' ? act.first : act.last;
    act.last = await look(stage, act);
    if (act.last.title === before.title) continue;
    console.log(`    now ${act.repository.name} #${act.pull.number}: ${act.last.conclusion}, ${act.last.title}`);
  }
}

/** Serves the page until somebody stops it. */
async function servePage(page: string, acts: readonly Act[], stage: Stage, port: number): Promise<void> {
  const html = renderPage(acts, { history: `${stage.dataDir}/modelgate.db` });
  const server = createServer((request, response) => {
    const found = request.url === '/';
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(found ? html : 'There is only one page, at /.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/` : page;
  console.log(`Look at  ${at}\n\nCtrl+C ends the demo.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  server.closeAllConnections();
  server.close();
}

process.exitCode = await demo(process.argv.slice(2));
