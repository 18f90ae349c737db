import { decodeText, describeSize } from './decode-text.ts';
import { MAX_JSON_BYTES, MAX_MARKDOWN_BYTES } from './limits.ts';
import type { ModelCardDocument } from './model-card.ts';
import { readMarkdownCard } from './model-card-markdown.ts';
import { looksLikeTemplate, readTemplateCard } from './model-card-template.ts';
import type { Parsed, SourceText } from './problem.ts';
import { parseTree } from './read-tree.ts';
import { parseYamlText } from './read-yaml.ts';

/**
 * Reads a model card: the template in YAML or JSON where the name ends so, the content starts as JSON does, or (but in a
 * file named as Markdown) it is a YAML map with the template's keys; Markdown otherwise.
 */
export function parseModelCard(source: SourceText): Parsed<ModelCardDocument> {
  const { path, bytes } = source;
  const decoded = decodeText(source, MAX_JSON_BYTES);
  if ('problems' in decoded) return decoded;
  const text = decoded.value;
  if (/\.(?:ya?ml|json)$/i.test(path) || /^\s*\{\s*"/.test(text)) {
    const tree = parseTree(source);
    return 'problems' in tree ? tree : readTemplateCard(path, tree.value);
  }
  if (bytes.length > MAX_MARKDOWN_BYTES) return { problems: [describeSize(path, bytes.length, MAX_MARKDOWN_BYTES)] };
  if (!/\.(?:md|markdown)$/i.test(path) && /^(?:model_card|model_name):/m.test(text)) {
    const yaml = parseYamlText(path, text);
    if ('value' in yaml && looksLikeTemplate(yaml.value)) return readTemplateCard(path, yaml.value);
  }
  return readMarkdownCard(path, text);
}
