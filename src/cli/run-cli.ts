import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { UsageError } from './usage-error.ts';
import { EXIT_CODES, type CliWorld, type ExitCode } from './world.ts';

/** The command line: runs one command and gives its exit code. Nothing is thrown. */
export async function runCli(world: CliWorld): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODES.approved;
  const program = createProgram(world, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...world.argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong, or has shown the help or the version that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.approved : EXIT_CODES.error;
    world.stderr.write(`modelgate: ${sentenceOf(error, world)}\n`);
    return EXIT_CODES.error;
  }
}

function sentenceOf(error: unknown, { env }: CliWorld): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError) {
    const { expected } = error.problem;
    return expected === undefined ? error.message : `${error.message}\n  expected ${expected}`;
  }
  if (error.name === 'HistoryUnavailable' || error.name === 'SourceUnreachable') return error.message;
  const trace = (env['MODELGATE_DEBUG'] ?? '') === '' ? error.message : (error.stack ?? error.message);
  return `${trace}\nThis is a defect; please report it. MODELGATE_DEBUG=1 shows where it happened.`;
}
