import { randomUUID } from 'node:crypto';
import { signature } from '../support/fake-github/index.ts';
import { SECRET } from './scene.ts';

export interface Delivered {
  readonly status: number;
  readonly body: unknown;
}

/** Sends a webhook as GitHub does. `signed` null: without a signature. */
export async function deliver(
  url: string,
  given: {
    readonly event?: string;
    readonly payload?: object;
    readonly body?: string;
    readonly id?: string;
    readonly signed?: string | null;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<Delivered> {
  const body = given.body ?? JSON.stringify(given.payload ?? {});
  const signed = given.signed === undefined ? signature(SECRET, body) : given.signed;
  const response = await fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': given.event ?? 'ping',
      'x-github-delivery': given.id ?? randomUUID(),
      ...(signed === null ? {} : { 'x-hub-signature-256': signed }),
      ...given.headers,
    },
    body,
  });
  return { status: response.status, body: await response.json() };
}
