import { decodeText } from './decode-text.ts';
import { MAX_JSON_BYTES } from './limits.ts';
import type { Parsed, SourceText } from './problem.ts';
import { parseJsonText } from './read-json.ts';
import { parseYamlText } from './read-yaml.ts';
import type { TreeNode } from './tree.ts';

/** A comment in front does not make it YAML: it is JSON with a mistake in it, and the message shall say so. */
const LOOKS_LIKE_JSON = /^\s*(?:[{[]|\/[/*])/;

/**
 * Reads JSON or YAML, whichever the content is: a text that starts with a brace or a bracket is JSON, any other YAML.
 * The name decides only for a `.yml` or `.yaml` file whose first brace turns out to open a YAML flow map.
 */
export function parseTree(source: SourceText): Parsed<TreeNode> {
  const decoded = decodeText(source, MAX_JSON_BYTES);
  if ('problems' in decoded) return decoded;
  const { path } = source;
  const text = decoded.value;
  if (!LOOKS_LIKE_JSON.test(text)) return parseYamlText(path, text);
  const json = parseJsonText(path, text);
  if ('value' in json || !/\.ya?ml$/i.test(path)) return json;
  return parseYamlText(path, text);
}
