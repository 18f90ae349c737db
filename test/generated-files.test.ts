import { describe, expect, test } from 'vitest';
import { generatedFiles, readCommitted } from '../scripts/generated-files.ts';

describe('generated files', () => {
  test('are what `npm run generate` would write', async () => {
    const stale: string[] = [];
    for (const [path, content] of await generatedFiles()) if ((await readCommitted(path)) !== content) stale.push(path);
    expect(stale).toEqual([]);
  });
});
