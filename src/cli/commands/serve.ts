import { UsageError } from '../usage-error.ts';
import { EXIT_CODES, type CliWorld, type ExitCode } from '../world.ts';

const SERVER = new URL('../../app/server.ts', import.meta.url);

interface ServerModule {
  readonly serve?: (world: { readonly env: CliWorld['env'] }) => Promise<unknown>;
}

/** Hands over to the App's own entry, which knows its configuration and its end. */
export async function serveApp({ env }: CliWorld): Promise<ExitCode> {
  const server: ServerModule = await import(SERVER.href);
  if (server.serve === undefined) throw new UsageError('This installation of modelgate has no App.');
  await server.serve({ env });
  return EXIT_CODES.approved;
}
