import type { GithubReader } from '../github/reader.ts';
import { planStickyComment } from '../github/sticky-comment.ts';
import type { StickyPlan } from '../github/sticky-comment.ts';
import type { AppIdentity, IssueComment } from '../github/types.ts';
import { createOnce } from '../github/writer.ts';
import type { GithubWriter } from '../github/writer.ts';
import { stickyMarker } from '../reports/comment.ts';

/** A comment as it should stand on a pull request. */
export interface WantedComment {
  readonly stage: string | null;
  readonly body: string;
  /** What the body says of its inputs: a comment that says the same is up to date, whenever it was written. */
  readonly digest: string;
  /** False where nothing has to be said: then a comment that is there is brought up to date, and none is made. */
  readonly mayCreate: boolean;
}

export interface CommentsToPublish {
  readonly reader: Pick<GithubReader, 'listIssueComments'>;
  readonly writer: Pick<GithubWriter, 'createComment' | 'updateComment' | 'deleteComment'>;
  readonly identity: AppIdentity;
  readonly number: number;
  readonly known: readonly IssueComment[];
  readonly wanted: readonly WantedComment[];
  /** Somebody asked for a new run: comments are compared word for word. */
  readonly asked: boolean;
  /** Why comments for other stages say nothing any more. */
  readonly superseded: string;
}

/** Digits of the input digest that a comment shows. */
const DIGEST_SHOWN = 12;

/** Makes our comments on a pull request say what is wanted, and leaves everybody else's alone. */
export async function publishComments(to: CommentsToPublish): Promise<void> {
  const stale = [...staleMarkers(to)];
  // A pull request that is judged for another stage now keeps its one comment, which then speaks of that stage.
  const plans = to.wanted.map((wanted) => {
    const marker = stickyMarker(wanted.stage).trim();
    const isThere = planFor(to, marker, wanted.body).write.action !== 'create';
    return { wanted, marker: isThere ? marker : (stale.shift() ?? marker) };
  });
  await Promise.all([
    ...plans.map(({ wanted, marker }) => publishComment(to, wanted, marker)),
    ...stale.map((marker) => supersede(to, marker)),
  ]);
}

function planFor({ known, identity }: CommentsToPublish, marker: string, body: string): StickyPlan {
  return planStickyComment(known, { marker, body, identity });
}

async function publishComment(to: CommentsToPublish, wanted: WantedComment, found: string): Promise<void> {
  const { reader, writer, identity, number, known, asked } = to;
  const { body } = wanted;
  const marker = stickyMarker(wanted.stage).trim();
  const { write, remove } = planFor(to, found, body);
  if (write.action === 'create') {
    if (!wanted.mayCreate) return;
    await createOnce(
      () => writer.createComment(number, body),
      async () => {
        const comments = await reader.listIssueComments(number);
        const again = planStickyComment(comments, { marker, body, identity }).write;
        return again.action === 'create' ? undefined : comments.find(({ id }) => id === again.id);
      },
    );
  }
  if (write.action === 'update' && (asked || !isUpToDate(known, write.id, wanted.digest)))
    await writer.updateComment(write.id, body);
  await Promise.all(remove.map((id) => writer.deleteComment(id)));
}

function isUpToDate(known: readonly IssueComment[], id: number, digest: string): boolean {
  return known.find((comment) => comment.id === id)?.body.includes(digest.slice(0, DIGEST_SHOWN)) === true;
}

const MARKER = /<!-- modelgate:sticky(?: stage=[^\s>]*)? -->/;

/** Markers of our comments for stages that this pull request is not judged for any more. */
function staleMarkers(to: CommentsToPublish): readonly string[] {
  const { known, wanted } = to;
  const found = new Set<string>();
  for (const { body } of known) {
    const marker = MARKER.exec(body)?.[0];
    if (marker !== undefined) found.add(marker);
  }
  for (const { stage } of wanted) found.delete(stickyMarker(stage).trim());
  return [...found].filter((marker) => planFor(to, marker, marker).write.action !== 'create');
}

async function supersede(to: CommentsToPublish, marker: string): Promise<void> {
  const { writer, superseded } = to;
  const body = `**Superseded:** ${superseded}. What this comment said before does not count.\n\n${marker}\n`;
  const { write } = planFor(to, marker, body);
  if (write.action === 'update') await writer.updateComment(write.id, body);
}
