/**
 * The stage that a policy text seems to give to a branch, when the text itself cannot be read. Only for the name of
 * the check that says so: without it a required check would wait for ever.
 */
export function guessStage(text: string, branch: string): string | null {
  const lines = text.split(/\r?\n/);
  let name: string | null = null;
  for (const line of lines) {
    const inline = /^\s*["']?([A-Za-z0-9][\w.-]*)["']?\s*:\s*\{\s*["']?branch["']?\s*:\s*["']?([^"'}\s,]+)/.exec(line);
    if (inline?.[2] === branch) return inline[1] ?? null;
    const nested = /^\s+["']?branch["']?\s*:\s*["']?([^"'#\s]+)/.exec(line);
    if (nested?.[1] === branch && name !== null) return name;
    const key = /^\s+["']?([A-Za-z0-9][\w.-]*)["']?\s*:\s*(?:#.*)?$/.exec(line);
    if (key?.[1] !== undefined) name = key[1];
  }
  return null;
}
