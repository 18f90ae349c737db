import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TemporaryRepository {
  readonly root: string;
  /** Runs git in the repository, untouched by the settings of the user and the machine. */
  git(...args: readonly string[]): string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Writes the files, commits everything and returns the commit. */
  commit(files: Readonly<Record<string, string | Uint8Array>>): string;
}

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real repository in a folder that goes when the test ends. */
export function temporaryRepository(
  root: string = temporaryFolder(),
  init: readonly string[] = [],
): TemporaryRepository {
  function git(...args: readonly string[]): string {
    const settings = ['user.name=Test', 'user.email=test@example.com', 'init.defaultBranch=main'];
    settings.push('commit.gpgsign=false', 'core.autocrlf=false', 'protocol.file.allow=always');
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    return execFileSync('git', [...flags, ...args], { cwd: root, encoding: 'utf8', env, stdio: 'pipe' }).trimEnd();
  }

  function write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  }

  function commit(files: Readonly<Record<string, string | Uint8Array>>): string {
    write(files);
    git('add', '--all', '--force');
    git('commit', '--quiet', '--allow-empty', '--message', 'change');
    return git('rev-parse', 'HEAD');
  }

  git('init', '--quiet', ...init);
  return { root, git, write, commit };
}

/** The text of what was read; a test that expects a file fails with the state that came instead. */
export function textOf(read: { readonly state: string; readonly bytes?: Uint8Array }): string {
  if (read.bytes === undefined) throw new Error(`expected a file, got ${JSON.stringify(read)}`);
  return new TextDecoder().decode(read.bytes);
}
