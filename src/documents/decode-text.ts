import { findLfsPointer } from './lfs-pointer.ts';
import type { Parsed, Position, Problem, SourceText } from './problem.ts';

/**
 * The text of a file: UTF-8 with or without a byte order mark. What cannot be a text document (nothing at all, a Git
 * LFS pointer, UTF-16, NUL bytes, broken UTF-8, more than `maxBytes`) is a problem that says how to mend it.
 */
export function decodeText(source: SourceText, maxBytes: number): Parsed<string> {
  const { path, bytes } = source;
  const refusal = findRefusal(source, maxBytes);
  if (refusal !== undefined) return { problems: [refusal] };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problems: [describeBrokenUtf8(path, bytes)] };
  }
  if (text.trim() === '') return { problems: [{ path, line: 1, column: 1, message: 'The file is empty' }] };
  return { value: text, warnings: [] };
}

function findRefusal({ path, bytes }: SourceText, maxBytes: number): Problem | undefined {
  if (bytes.length > maxBytes) return describeSize(path, bytes.length, maxBytes);
  const pointer = findLfsPointer(bytes);
  if (pointer !== undefined) {
    return {
      path,
      line: 1,
      column: 1,
      message: 'The file is a Git LFS pointer, not the document itself',
      expected: 'the text of the document, committed to git directly',
      received: `a pointer to ${pointer.bytes} bytes`,
      example: `git lfs untrack "${path}" && git add --renormalize "${path}"`,
    };
  }
  const nul = bytes.indexOf(0);
  if (looksLikeUtf16(bytes, nul)) {
    return { path, line: 1, column: 1, message: 'The file is UTF-16', expected: 'UTF-8', received: 'UTF-16' };
  }
  if (nul === -1) return undefined;
  return { path, message: 'The file is binary', expected: 'UTF-8 text', received: `a NUL byte at offset ${nul}` };
}

/** The problem of a file over the cap of its format. */
export function describeSize(path: string, bytes: number, maxBytes: number): Problem {
  return {
    path,
    message: 'The file is too large',
    expected: `at most ${maxBytes} bytes`,
    received: `${bytes} bytes`,
  };
}

/** By its byte order mark, or by the NUL that is every other byte of plain ASCII in UTF-16. */
function looksLikeUtf16(bytes: Uint8Array, firstNul: number): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return bytes.length % 2 === 0 && (firstNul === 0 || firstNul === 1);
}

function describeBrokenUtf8(path: string, bytes: Uint8Array): Problem {
  const offset = findBrokenByte(bytes);
  const { line, column } = endOf(new TextDecoder('utf-8').decode(bytes.subarray(0, offset)));
  const byte = Array.from(bytes.subarray(offset, offset + 1), (value) => value.toString(16).padStart(2, '0')).join('');
  return { path, line, column, message: 'The file is not valid UTF-8', expected: 'UTF-8', received: `byte 0x${byte}` };
}

/** Whether a prefix decodes is monotone in its length, so that bisection finds the byte that breaks it. */
function findBrokenByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad) >> 1;
    if (decodesAsPrefix(bytes.subarray(0, middle + 1))) good = middle + 1;
    else bad = middle;
  }
  return Math.min(good, bytes.length - 1);
}

function decodesAsPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function endOf(text: string): Position {
  return { line: text.split('\n').length, column: text.length - text.lastIndexOf('\n') };
}
