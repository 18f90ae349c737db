import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { parseJsonTree } from '../src/documents/read-json.ts';
import { parsePolicy } from '../src/policy/parse.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const ENCODER = new TextEncoder();

async function markdownFiles(): Promise<readonly string[]> {
  const docs = await readdir(join(ROOT, 'docs'), { recursive: true });
  const files = docs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file));
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md', ...files];
}

interface Fence {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

function fencesOf(file: string, markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  for (const match of markdown.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)) {
    const [, indent = '', language = '', text = ''] = match;
    const line = markdown.slice(0, match.index).split('\n').length;
    fences.push({ file, line, language, text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), '') });
  }
  return fences;
}

const files = await markdownFiles();
const texts = new Map<string, string>();
for (const file of files) texts.set(file, await readFile(join(ROOT, file), 'utf8'));
const fences = [...texts].flatMap(([file, text]) => fencesOf(file, text));
const policies = fences.filter(({ language, text }) => language === 'yaml' && /^version: 1$/m.test(text));

describe('documents', () => {
  test('show at least one whole policy', () => {
    expect(policies.length).toBeGreaterThan(0);
  });

  test.each(policies)('$file:$line shows a valid policy', ({ text }) => {
    expect(parsePolicy({ path: 'policy.yml', bytes: ENCODER.encode(text) })).not.toHaveProperty('problems');
  });

  test.each(fences.filter(({ language }) => language === 'yaml'))('$file:$line is YAML', ({ text }) => {
    expect(parseDocument(text).errors).toEqual([]);
  });

  test.each(fences.filter(({ language }) => language === 'json'))('$file:$line is JSON as we read it', ({ text }) => {
    expect(parseJsonTree({ path: 'example.json', bytes: ENCODER.encode(text) })).not.toHaveProperty('problems');
  });

  test('link only to files that exist', async () => {
    const broken: string[] = [];
    const known = new Set(
      (await readdir(ROOT, { recursive: true })).filter((path) => !path.startsWith('node_modules')),
    );
    for (const [file, text] of texts)
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(https?:|#|mailto:)/.test(target)) continue;
        const path = relative('.', normalize(join(dirname(file), target.split('#')[0] ?? ''))).replace(/\/$/, '');
        if (path !== '' && !known.has(path)) broken.push(`${file}: ${target}`);
      }
    expect(broken).toEqual([]);
  });
});
