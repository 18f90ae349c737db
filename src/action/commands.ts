import type { Annotation } from '../reports/annotations.ts';

/** Commands that a step gives to the runner by writing lines. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */

const KINDS = { failure: 'error', warning: 'warning', notice: 'notice' } as const;

export function messageCommand(kind: 'error' | 'warning' | 'notice', message: string): string {
  return `::${kind}::${escapeData(message)}\n`;
}

export function annotationCommand(annotation: Annotation): string {
  const properties = {
    file: annotation.path,
    line: String(annotation.start_line),
    endLine: String(annotation.end_line),
    title: annotation.title,
  };
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${KINDS[annotation.annotation_level]} ${listed.join(',')}::${escapeData(annotation.message)}\n`;
}

/**
 * Text that is only to be seen. Names in it may come from a pull request, and the runner obeys every line that looks
 * like a command, so it is told not to until the token comes, which nobody can guess.
 */
export function inertText(text: string, token: string): string {
  return `::stop-commands::${token}\n${text}::${token}::\n`;
}

/** One output as the file `GITHUB_OUTPUT` takes it; the delimiter must not stand in the value. */
export function outputEntry(name: string, value: string, delimiter: string): string {
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
