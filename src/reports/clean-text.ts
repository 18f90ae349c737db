/** Line breaks of every kind, Unicode's and the teletype's, which become one space. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;

/**
 * Control characters (terminal escapes among them), format characters (bidi overrides, zero-width, tags), lone
 * surrogates, private use, variation selectors, and the letters that draw nothing: none of them belongs in a name,
 * each of them can make a text read as something else than it is.
 */
const INVISIBLE =
  // oxlint-disable-next-line no-misleading-character-class -- single characters, listed to be removed
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Variation_Selector}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/gu;

/** Nearly every name there is: nothing to clean. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/u;

/** Longest value that a report shows, in code points; whole values stay in the JSON report. */
export const MAX_VALUE_LENGTH = 200;

/**
 * What may be shown of a text that somebody else wrote: one line, nothing invisible, at most `maxLength` code points
 * ("…" included). Every format starts from this; Markdown, HTML and XML escape on top of it.
 */
export function cleanText(value: string, maxLength = MAX_VALUE_LENGTH): string {
  if (value.length <= maxLength && PLAIN.test(value)) return value;
  // Marks and spaces shrink away, so a generous slice is enough and keeps huge values cheap.
  const room = maxLength * 4;
  const visible = value.slice(0, room).replace(BREAKS, ' ').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
  const wasLonger = value.length > room;
  if (!wasLonger && visible.length <= maxLength) return visible;
  const kept = firstPoints(visible, maxLength);
  return wasLonger || kept !== visible ? `${firstPoints(visible, maxLength - 1)}…` : visible;
}

/** The first code points of a text: no character is cut in two. */
function firstPoints(text: string, count: number): string {
  let end = 0;
  let points = 0;
  for (const point of text) {
    if (points === count) break;
    end += point.length;
    points += 1;
  }
  return text.slice(0, end);
}
