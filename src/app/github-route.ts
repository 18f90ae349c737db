/** Paths of GitHub's API to their templates, so that a metric has one series for each route and not for each commit. */
const ROUTES: readonly (readonly [RegExp, string])[] = [
  [/^\/app$/, '/app'],
  [/^\/app\/installations$/, '/app/installations'],
  [/^\/app\/installations\/[^/]+\/access_tokens$/, '/app/installations/{installation_id}/access_tokens'],
  [/^\/repos\/[^/]+\/[^/]+$/, '/repos/{owner}/{repo}'],
  [/^\/repos\/[^/]+\/[^/]+\/installation$/, '/repos/{owner}/{repo}/installation'],
  [/^\/repos\/[^/]+\/[^/]+\/branches\//, '/repos/{owner}/{repo}/branches/{branch}'],
  [/^\/repos\/[^/]+\/[^/]+\/compare\//, '/repos/{owner}/{repo}/compare/{basehead}'],
  [/^\/repos\/[^/]+\/[^/]+\/contents\//, '/repos/{owner}/{repo}/contents/{path}'],
  [/^\/repos\/[^/]+\/[^/]+\/git\/trees\//, '/repos/{owner}/{repo}/git/trees/{tree_sha}'],
  [/^\/repos\/[^/]+\/[^/]+\/git\/blobs\//, '/repos/{owner}/{repo}/git/blobs/{file_sha}'],
  [/^\/repos\/[^/]+\/[^/]+\/git\/commits\//, '/repos/{owner}/{repo}/git/commits/{commit_sha}'],
  [/^\/repos\/[^/]+\/[^/]+\/git\/ref\//, '/repos/{owner}/{repo}/git/ref/{ref}'],
  [/^\/repos\/[^/]+\/[^/]+\/commits\/.+\/check-runs$/, '/repos/{owner}/{repo}/commits/{ref}/check-runs'],
  [/^\/repos\/[^/]+\/[^/]+\/commits\/.+\/pulls$/, '/repos/{owner}/{repo}/commits/{commit_sha}/pulls'],
  [/^\/repos\/[^/]+\/[^/]+\/check-runs$/, '/repos/{owner}/{repo}/check-runs'],
  [/^\/repos\/[^/]+\/[^/]+\/check-runs\/\d+$/, '/repos/{owner}/{repo}/check-runs/{check_run_id}'],
  [/^\/repos\/[^/]+\/[^/]+\/pulls$/, '/repos/{owner}/{repo}/pulls'],
  [/^\/repos\/[^/]+\/[^/]+\/pulls\/\d+$/, '/repos/{owner}/{repo}/pulls/{pull_number}'],
  [/^\/repos\/[^/]+\/[^/]+\/pulls\/\d+\/files$/, '/repos/{owner}/{repo}/pulls/{pull_number}/files'],
  [/^\/repos\/[^/]+\/[^/]+\/issues\/\d+\/comments$/, '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
  [/^\/repos\/[^/]+\/[^/]+\/issues\/comments\/\d+$/, '/repos/{owner}/{repo}/issues/comments/{comment_id}'],
];

/** `GET /repos/{owner}/{repo}/pulls/{pull_number}`, or `other`. */
export function githubRoute(method: string, url: string, restRoot: string): string {
  const path = (url.startsWith(restRoot) ? url.slice(restRoot.length) : url).replace(/\?.*$/s, '');
  const known = ROUTES.find(([pattern]) => pattern.test(path));
  return known === undefined ? 'other' : `${method.toUpperCase()} ${known[1]}`;
}
