/** A short, one-line piece of what somebody wrote, to be shown in a message. Never a whole value. */
export function excerpt(text: string, limit = 40): string {
  const head = text.slice(0, limit * 2);
  const line = head.replace(/[\r\n].*$/s, '');
  if (line.length <= limit && line.length === text.length) return line;
  return `${withoutHalfPair(line.slice(0, limit))}…`;
}

/** A cut may fall between the two halves of a surrogate pair; a lone half cannot be written as UTF-8. */
function withoutHalfPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
