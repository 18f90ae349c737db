import { GithubUnavailable, toGithubError } from './errors.ts';

interface Response<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: T;
}

/**
 * Awaits an Octokit request and turns its faults into ours. `what` is for people: "pull request 7".
 * Octokit hands on as text what should be JSON and is not, so an answer that is no object counts as none.
 */
export async function call<T>(what: string, request: Promise<Response<T>>): Promise<Response<T>> {
  let response: Response<T>;
  try {
    response = await request;
  } catch (fault) {
    throw toGithubError(fault, what);
  }
  if (typeof response.data !== 'object' || response.data === null) {
    throw new GithubUnavailable(`GitHub's answer for ${what} is not JSON.`, { status: response.status });
  }
  return response;
}
