import type { Parsed } from './problem.ts';
import { parseYamlText } from './read-yaml.ts';
import type { TreeNode } from './tree.ts';

export interface FrontMatter {
  /** null where the block is empty. */
  readonly data: TreeNode | null;
  /** The first line of the text behind the block, counted from 1. */
  readonly bodyLine: number;
}

const DELIMITER = /^---[ \t]{0,20}$/;

/**
 * The YAML between two lines `---` at the top of a Markdown text; undefined when there is none. Only data is read: a
 * block that names another language (`---js`) is text like any other.
 */
export function readFrontMatter(path: string, lines: readonly string[]): Parsed<FrontMatter> | undefined {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (!lines.slice(start, start + 1).some((line) => DELIMITER.test(line))) return undefined;
  const end = lines.findIndex((line, index) => index > start && DELIMITER.test(line));
  if (end === -1) return undefined;
  const block = lines.slice(start + 1, end);
  const value = { data: null, bodyLine: end + 2 };
  if (block.every((line) => line.trim() === '')) return { value, warnings: [] };
  // Empty lines in front keep the positions those of the file.
  const yaml = parseYamlText(path, '\n'.repeat(start + 1) + block.join('\n'));
  return 'problems' in yaml ? yaml : { value: { ...value, data: yaml.value }, warnings: yaml.warnings };
}
