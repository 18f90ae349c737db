import { excerpt } from './excerpt.ts';
import type { Parsed } from './problem.ts';
import type { TreeNode } from './tree.ts';

/** How many of the keys that are there a message lists. */
const SHOWN_KEYS = 10;

/** The node at a dotted path. Keys may hold dots themselves; the longest key that fits is tried like any other. */
export function selectNode(path: string, root: TreeNode, select: string): Parsed<TreeNode> {
  const found = descend(root, select);
  if (found !== undefined) return { value: found, warnings: [] };
  const { node, missing } = deepest(root, select);
  const keys = node.kind === 'object' ? node.entries.map(({ key }) => excerpt(key)) : [];
  const shown = keys.slice(0, SHOWN_KEYS).join(', ') + (keys.length > SHOWN_KEYS ? ', …' : '');
  const problem = {
    path,
    ...node.at,
    message: `There is no "${missing}", which the policy selects by "${select}"`,
    expected: keys.length === 0 ? 'an object with that key' : `one of: ${shown}`,
  };
  return { problems: [problem] };
}

function descend(node: TreeNode, rest: string): TreeNode | undefined {
  if (node.kind !== 'object') return undefined;
  for (const { key, value } of node.entries) {
    if (key === rest) return value;
    const found = rest.startsWith(`${key}.`) ? descend(value, rest.slice(key.length + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The last node on the way that is there, for the message. */
function deepest(root: TreeNode, select: string): { node: TreeNode; missing: string } {
  let node = root;
  let missing = select;
  for (;;) {
    const rest = missing;
    const next = node.kind === 'object' ? node.entries.find(({ key }) => rest.startsWith(`${key}.`)) : undefined;
    if (next === undefined) return { node, missing };
    node = next.value;
    missing = rest.slice(next.key.length + 1);
  }
}
