import { isoTime } from '../state.ts';
import type { CommentRecord, RepositoryRecord, Schemas, World } from '../state.ts';
import { accountBody, appBody, nodeId } from './account.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

export function commentBody(world: World, repository: RepositoryRecord, comment: CommentRecord) {
  const url = repositoryUrl(world, repository);
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${url}/issues/comments/${comment.id}`,
    html_url: `${repositoryPage(world, repository)}/pull/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${url}/issues/${comment.number}`,
    body: comment.body,
    user: accountBody(world, comment.author),
    author_association: 'CONTRIBUTOR' as const,
    created_at: isoTime(comment.createdAt),
    updated_at: isoTime(comment.updatedAt),
    reactions: reactionsBody(url, comment),
    performed_via_github_app: comment.app === null ? null : appBody(world, comment.app),
  } satisfies Schemas['issue-comment'];
}

export function reactionsBody(url: string, { id }: { readonly id: number }) {
  return {
    url: `${url}/issues/comments/${id}/reactions`,
    total_count: 0,
    '+1': 0,
    '-1': 0,
    laugh: 0,
    confused: 0,
    heart: 0,
    hooray: 0,
    eyes: 0,
    rocket: 0,
  } satisfies Schemas['reaction-rollup'];
}
