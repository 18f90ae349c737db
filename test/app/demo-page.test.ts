import { expect, test } from 'vitest';
import { renderMarkdown } from '../../demo/page.ts';

test('the page of the demo lets through what our comments use', () => {
  const html = renderMarkdown('<details>\n<summary>2 gates pass</summary>\n\n- **a** `b`\n\n</details>\n');
  expect(html).toContain('<details>');
  expect(html).toContain('<strong>a</strong>');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<details ontoggle=alert(1)>',
  'text <a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '![x](http://example.com/pixel.png)',
  '<svg/onload=alert(1)>',
])('the page of the demo keeps out %s', (markdown) => {
  const html = renderMarkdown(markdown);
  expect(html).not.toMatch(/<(?!\/?(?:p|sub|details|summary|br)>)[a-z]/i);
});
