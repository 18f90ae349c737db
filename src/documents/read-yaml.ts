import { LineCounter, parseDocument } from 'yaml';
import { decodeText, describeSize } from './decode-text.ts';
import { excerpt } from './excerpt.ts';
import { MAX_DEPTH, MAX_YAML_BYTES } from './limits.ts';
import type { Parsed, Problem, SourceText } from './problem.ts';
import type { TreeNode } from './tree.ts';
import { treeOfYaml, type YamlDocument } from './yaml-walk.ts';

/** The library reports one mistake several times over; the first few tell what is wrong. */
const SHOWN_ERRORS = 5;

/**
 * Reads YAML 1.2 with the core schema: no other version, no custom tags, one document, aliases bounded, duplicate keys
 * refused, merge keys (`<<`) left as plain keys. `.nan`, `.inf` and numbers too large for a double become not-finite
 * nodes. Lists and maps may be keys nowhere; numbers and booleans may, and stand for their text.
 */
export function parseYamlTree(source: SourceText): Parsed<TreeNode> {
  const text = decodeText(source, MAX_YAML_BYTES);
  if ('problems' in text) return text;
  return parseYamlText(source.path, text.value);
}

/** As `parseYamlTree`, for a text that is decoded. */
export function parseYamlText(path: string, text: string): Parsed<TreeNode> {
  if (text.length > MAX_YAML_BYTES) return { problems: [describeSize(path, text.length, MAX_YAML_BYTES)] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    // Or else `!!binary`, `!!set` and their like would be read although the core schema has none of them.
    resolveKnownTags: false,
    strict: true,
    // Checked in the walk instead: the library compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  const problems = listProblems(path, document, lines);
  return problems.length > 0 ? { problems } : treeOfYaml(path, document, lines);
}

/** An unresolved tag is only a warning to the library, and its value something else than what was meant. */
function listProblems(path: string, document: YamlDocument, lines: LineCounter): readonly Problem[] {
  const yaml = document.directives?.yaml;
  if (yaml?.explicit === true && yaml.version !== '1.2') {
    return [
      {
        path,
        line: 1,
        column: 1,
        message: 'The file asks for another YAML version',
        expected: '1.2',
        received: yaml.version,
      },
    ];
  }
  return [...document.errors, ...document.warnings]
    .slice(0, SHOWN_ERRORS)
    .map(({ code, message, pos }) => ({ path, ...placeOf(lines, pos[0]), ...describe(code, message) }));
}

function placeOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function describe(code: string, message: string): { message: string; expected?: string } {
  if (message.includes('call stack')) {
    return { message: 'The document is nested too deeply', expected: `at most ${MAX_DEPTH} levels` };
  }
  if (code === 'MULTIPLE_DOCS') {
    return { message: 'The file holds several YAML documents', expected: 'one document and no further ---' };
  }
  if (code === 'TAG_RESOLVE_FAILED') {
    return { message: `Not plain YAML: ${excerpt(message, 120)}`, expected: 'plain maps, lists, strings and numbers' };
  }
  return { message: `Not valid YAML: ${excerpt(message, 120)}` };
}
