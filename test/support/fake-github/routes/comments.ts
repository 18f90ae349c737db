import { commentBody } from '../bodies/comment.ts';
import { commentEvent } from '../events.ts';
import { notFound, numberParam, paged, Refusal } from '../http.ts';
import type { RequestContext, Routes } from '../http.ts';
import { repositoryFor, sender } from '../permissions.ts';
import { nextId } from '../state.ts';
import type { AppRecord, CommentRecord, RepositoryRecord } from '../state.ts';
import { pullOf } from './pulls.ts';

const BODY_MAX_CHARS = 65_536;

/** Comments on pull requests: `issues` or `pull_requests` will do. */
export const commentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues/{number}/comments': (context) => {
    const repository = repositoryFor(context, 'read', 'issues', 'pull_requests');
    const { number } = pullOf(context, repository);
    const comments = repository.comments.filter((comment) => comment.number === number);
    return paged(context, comments, (page) => page.map((one) => commentBody(context.world, repository, one)));
  },

  'POST /repos/{owner}/{repo}/issues/{number}/comments': (context) => {
    const repository = repositoryFor(context, 'write', 'issues', 'pull_requests');
    const pull = pullOf(context, repository);
    const comment: CommentRecord = {
      id: nextId(context.world),
      number: pull.number,
      author: sender(context),
      app: actingAs(context),
      createdAt: context.world.now(),
      updatedAt: context.world.now(),
      body: validBody(context),
    };
    repository.comments.push(comment);
    context.webhooks.emit(commentEvent(context.world, repository, comment, 'created', comment.author));
    return { status: 201, body: commentBody(context.world, repository, comment) };
  },

  'GET /repos/{owner}/{repo}/issues/comments/{id}': (context) => {
    const repository = repositoryFor(context, 'read', 'issues', 'pull_requests');
    return { status: 200, body: commentBody(context.world, repository, commentOf(context, repository)) };
  },

  'PATCH /repos/{owner}/{repo}/issues/comments/{id}': (context) => {
    const repository = repositoryFor(context, 'write', 'issues', 'pull_requests');
    const comment = commentOf(context, repository);
    assertMayChange(context, comment);
    comment.body = validBody(context);
    comment.updatedAt = context.world.now();
    context.webhooks.emit(commentEvent(context.world, repository, comment, 'edited', sender(context)));
    return { status: 200, body: commentBody(context.world, repository, comment) };
  },

  'DELETE /repos/{owner}/{repo}/issues/comments/{id}': (context) => {
    const repository = repositoryFor(context, 'write', 'issues', 'pull_requests');
    const comment = commentOf(context, repository);
    assertMayChange(context, comment);
    repository.comments.splice(repository.comments.indexOf(comment), 1);
    context.webhooks.emit(commentEvent(context.world, repository, comment, 'deleted', sender(context)));
    return { status: 204 };
  },
};

/** The app in whose name a token writes; null for a person's token. */
function actingAs(context: RequestContext): AppRecord | null {
  return context.actor.kind === 'token' ? context.actor.token.app : null;
}

function commentOf(context: RequestContext, repository: RepositoryRecord): CommentRecord {
  const id = numberParam(context, 'id');
  const comment = repository.comments.find((candidate) => candidate.id === id);
  if (comment === undefined) throw notFound();
  return comment;
}

/** An app with the permission to write may change everybody's comments; a person only their own. */
function assertMayChange(context: RequestContext, comment: CommentRecord): void {
  if (actingAs(context) !== null || comment.author === sender(context)) return;
  throw new Refusal(403, 'Must have admin rights to Repository.');
}

function validBody(context: RequestContext): string {
  const { body } = context.body;
  if (typeof body !== 'string' || body.trim() === '') {
    throw new Refusal(422, 'Validation Failed', {
      errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message: 'Body cannot be blank' }],
    });
  }
  if (body.length > BODY_MAX_CHARS) {
    throw new Refusal(422, 'Validation Failed', {
      errors: [
        {
          resource: 'IssueComment',
          code: 'unprocessable',
          field: 'data',
          message: `Body is too long (maximum is ${BODY_MAX_CHARS} characters)`,
        },
      ],
    });
  }
  return body;
}
