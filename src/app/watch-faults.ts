import { GithubUnavailable } from '../github/errors.ts';
import type { GithubReader } from '../github/reader.ts';

export interface WatchedReader {
  readonly reader: GithubReader;
  /** The last time that GitHub did not give what was asked for; undefined when it always did. */
  readonly fault: () => GithubUnavailable | undefined;
}

/**
 * A judgement turns faults of GitHub into outcomes, so that one of them cannot hide the others. Whether it is worth
 * another try is known here.
 */
export function watchFaults(reader: GithubReader): WatchedReader {
  let last: GithubUnavailable | undefined;

  async function watched<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof GithubUnavailable) last = error;
      throw error;
    }
  }

  return {
    reader: {
      ...reader,
      findBranchHead: (branch) => watched(reader.findBranchHead(branch)),
      getCommitHead: (commit) => watched(reader.getCommitHead(commit)),
      getTree: (tree) => watched(reader.getTree(tree)),
      getBlob: (sha) => watched(reader.getBlob(sha)),
      findContent: (path, ref) => watched(reader.findContent(path, ref)),
      compare: (base, head) => watched(reader.compare(base, head)),
      listPullRequestFiles: (number) => watched(reader.listPullRequestFiles(number)),
    },
    fault: () => last,
  };
}
