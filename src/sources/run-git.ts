import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { SourceUnreachable } from './source.ts';

const TIMEOUT_MS = 120_000;
/** The listing of about two million files. Beyond it the tree counts as not listable in full. */
const MAX_LISTING_BYTES = 256 * 1024 * 1024;

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitCall {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly maxBytes?: number;
}

/**
 * Runs git without a shell and returns its exit code, whatever it is. Rejects with `SourceUnreachable` where git did
 * not run or did not come to its end: not installed, no repository, timeout, more output than `maxBytes`.
 */
export function runGit({ cwd, args, maxBytes = MAX_LISTING_BYTES }: GitCall): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd,
      env: gitEnvironment(process.env),
      encoding: 'buffer' as const,
      maxBuffer: maxBytes,
      timeout: TIMEOUT_MS,
      windowsHide: true,
    };
    execFile('git', [...args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (error !== null && typeof exitCode !== 'number') {
        reject(new SourceUnreachable(explainFault(error, cwd, args), { cause: error }));
        return;
      }
      const said = stderr.toString('utf8');
      const refusal = exitCode === 0 ? undefined : explainRefusal(said, cwd);
      if (refusal !== undefined) {
        reject(new SourceUnreachable(refusal, { cause: error }));
        return;
      }
      resolve({ exitCode: Number(exitCode), stdout, stderr: said });
    });
  });
}

/** Runs git and rejects with `SourceUnreachable` unless it succeeds. */
export async function gitBytes(call: GitCall): Promise<Buffer> {
  const output = await runGit(call);
  if (output.exitCode === 0) return output.stdout;
  const said = output.stderr.trim().split('\n').at(-1) ?? '';
  throw new SourceUnreachable(`git ${call.args[0] ?? ''} failed with exit code ${output.exitCode}: ${said}`);
}

/** One line of output, without its line end. */
export async function gitLine(call: GitCall): Promise<string> {
  return (await gitBytes(call)).toString('utf8').replace(/\r?\n$/, '');
}

/** The records of an output made with `-z`: any character but NUL may stand in a path. */
export function splitRecords(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((record) => record !== '');
}

/**
 * The folder decides which repository is read, not what a surrounding git hook left in the environment; replacement
 * objects would show other bytes than the commit holds; pathspec magic would read a path as a pattern.
 */
function gitEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...rest } = environment;
  return {
    ...rest,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

interface Fault {
  readonly code?: string | number | null | undefined;
  readonly killed?: boolean | undefined;
  readonly signal?: string | null | undefined;
  readonly message: string;
}

function explainFault(fault: Fault, cwd: string, args: readonly string[]): string {
  const command = `git ${args[0] ?? ''}`;
  if (fault.code === 'ENOENT') {
    if (!isFolder(cwd)) return `${cwd} is not a folder.`;
    return 'git was not found. Install git and make sure that it is on the PATH.';
  }
  if (fault.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `${command} answered with more than can be read.`;
  if (fault.killed === true) return `${command} did not answer within ${TIMEOUT_MS / 1000} s.`;
  return `${command} could not be run: ${fault.signal ?? fault.message}`;
}

function explainRefusal(stderr: string, cwd: string): string | undefined {
  if (stderr.includes('not a git repository')) {
    return `${cwd} is not inside a git repository. Run modelgate in a clone of the repository.`;
  }
  if (stderr.includes('dubious ownership')) {
    return `git refuses ${cwd} because another user owns it. If you trust it: git config --global --add safe.directory ${cwd}`;
  }
  return undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
