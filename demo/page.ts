import { Marked } from 'marked';
import type { Act } from './stage.ts';

/** Elements that our comments use; GitHub lets through more, and shows the rest of what is no element as text. */
const ALLOWED = /^<\/?(?:details|summary|sub|sup|br|b|i|code|kbd)\s*\/?>$/i;

/** A comment as GitHub shows it, as far as a page without GitHub can: no other elements, no script, http links only. */
export function renderMarkdown(markdown: string): string {
  const marked = new Marked({
    gfm: true,
    renderer: {
      html: ({ text }) => sanitize(text),
      image: ({ text }) => escapeHtml(text),
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        return /^https?:/.test(href) ? `<a href="${escapeHtml(href)}" rel="nofollow">${inner}</a>` : inner;
      },
      code: ({ text, lang }) =>
        lang === 'mermaid'
          ? `<figure><figcaption>A chart; GitHub draws it from this text.</figcaption><pre>${escapeHtml(text)}</pre></figure>`
          : `<pre><code>${escapeHtml(text)}</code></pre>`,
    },
  });
  return marked.parse(markdown, { async: false });
}

function sanitize(html: string): string {
  const tokens = html.replaceAll(/<!--[\s\S]*?-->/g, '').split(/(<[^>]*>)/);
  return tokens.map((token) => (ALLOWED.test(token) ? token : escapeHtml(token))).join('');
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const MARKS: Readonly<Record<string, string>> = { success: '✅', failure: '❌', action_required: '⏳' };

function showConclusion(conclusion: string): string {
  return `${MARKS[conclusion] ?? '❔'} ${escapeHtml(conclusion)}`;
}

/** Every pull request with its check, annotations and comment. */
export function renderPage(acts: readonly Act[], about: { readonly history: string }): string {
  const rows = acts.map((act, index) => {
    const { first, last, merge, script, pull, repository } = act;
    const after =
      last.conclusion === first.conclusion || last.title === '' ? '' : `, then ${showConclusion(last.conclusion)}`;
    const merged = merge.status === 200 ? 'merged' : `refused (${merge.status})`;
    return `<tr><td><a href="#p${index}">${escapeHtml(repository.fullName)} #${pull.number}</a></td><td>${escapeHtml(script.title)}</td><td>${showConclusion(first.conclusion)}${after}</td><td>${merged}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>modelgate: the demo</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body><main>
<h1>modelgate: what it said</h1>
<p>Every pull request of the demo with its check and its comment, as the App left them before the first merge. The history is in <code>${escapeHtml(about.history)}</code>.</p>
<table><thead><tr><th>Pull request</th><th>Title</th><th>Check</th><th>Merge</th></tr></thead><tbody>${rows.join('')}</tbody></table>
${acts.map(renderAct).join('\n')}
</main></body></html>
`;
}

function renderAct(act: Act, index: number): string {
  const { first, last, script, pull, repository } = act;
  const annotations = first.annotations.map(
    ({ path, start_line: line, annotation_level: level, title, message }) =>
      `<li class="${escapeHtml(level)}"><code>${escapeHtml(path)}:${line}</code> <b>${escapeHtml(title ?? '')}</b><br>${escapeHtml(message)}</li>`,
  );
  const again =
    last.title === first.title
      ? ''
      : `<h3>After the merges</h3><p>${MARKS[last.conclusion] ?? '❔'} ${escapeHtml(last.title)}</p>`;
  return `<section id="p${index}"><h2>${escapeHtml(script.title)} <span>${escapeHtml(repository.fullName)} #${pull.number}</span></h2>
<p>${escapeHtml(script.body)}</p>
<h3>Check</h3><p>${MARKS[first.conclusion] ?? '❔'} <b>modelgate (production)</b>: ${escapeHtml(first.title)}</p>
${annotations.length === 0 ? '' : `<h3>Annotations</h3><ul>${annotations.join('')}</ul>`}
<h3>${first.comment === undefined ? 'No comment; the summary of the check' : 'Comment'}</h3><article>${renderMarkdown(first.comment ?? first.summary)}</article>
${again}<h3>Merge</h3><p>${escapeHtml(describeMerge(act))}</p></section>`;
}

export function describeMerge({ merge }: Act): string {
  return merge.status === 200 ? 'merged' : `refused (${merge.status}): ${merge.message}`;
}

const STYLE = `:root{color-scheme:light dark}body{margin:0;background:#f6f8fa;color:#1f2328;font:14px/1.5 system-ui,sans-serif}
main{max-width:980px;margin:0 auto;padding:24px}section,article{background:#fff;border:1px solid #d1d9e0;border-radius:6px;padding:16px;margin:16px 0}
h2 span{color:#59636e;font-weight:400;font-size:14px}h3{margin:16px 0 4px}table{border-collapse:collapse;display:block;overflow:auto}
th,td{border:1px solid #d1d9e0;padding:4px 10px}code,pre{font:12px ui-monospace,monospace;background:#818b981f;border-radius:6px;padding:.2em .4em}
pre{padding:12px;overflow:auto}a{color:#0969da}sub{color:#59636e}li.failure{border-left:3px solid #cf222e;padding-left:8px;margin:4px 0}
li.warning{border-left:3px solid #bf8700;padding-left:8px;margin:4px 0}li.notice{border-left:3px solid #0969da;padding-left:8px;margin:4px 0}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#f0f6fc}section,article{background:#151b23;border-color:#3d444d}th,td{border-color:#3d444d}a{color:#4493f8}}`;
