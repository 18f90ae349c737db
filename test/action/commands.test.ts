import { expect, test } from 'vitest';
import { annotationCommand, inertText, messageCommand, outputEntry } from '../../src/action/commands.ts';

test('messages keep their line breaks and end no command early', () => {
  expect(messageCommand('error', '100 % of a\r\nb::c')).toBe('::error::100 %25 of a%0D%0Ab::c\n');
});

test('properties of an annotation cannot add properties', () => {
  const at = { path: 'a,title=x:y.json', start_line: 3, end_line: 4 };
  const command = annotationCommand({ ...at, annotation_level: 'failure', title: 'A: b', message: 'c' });
  expect(command).toBe('::error file=a%2Ctitle=x%3Ay.json,line=3,endLine=4,title=A%3A b::c\n');
});

test('inert text stands between a stop and the token that ends it', () => {
  expect(inertText('::add-mask::x\n', 'token')).toBe('::stop-commands::token\n::add-mask::x\n::token::\n');
});

test('an output of several lines is closed by its delimiter', () => {
  expect(outputEntry('report', 'a\nb', 'end')).toBe('report<<end\na\nb\nend\n');
});
