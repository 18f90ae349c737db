import { mkdir, writeFile } from 'node:fs/promises';
import { generatedFiles, readCommitted } from './generated-files.ts';

/** Writes every generated file; with `--check` writes nothing and fails where one is stale. */
async function generate(check: boolean): Promise<number> {
  const stale: string[] = [];
  for (const [path, content] of await generatedFiles()) {
    if ((await readCommitted(path)) === content) continue;
    stale.push(path);
    if (check) continue;
    const file = new URL(`../${path}`, import.meta.url);
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, content);
  }
  for (const path of stale) console.log(`${check ? 'stale' : 'written'}: ${path}`);
  if (stale.length === 0) console.log('every generated file is up to date');
  return check && stale.length > 0 ? 1 : 0;
}

process.exitCode = await generate(process.argv.includes('--check'));
