#!/usr/bin/env node
// Plain JavaScript, for any Node from 20 on: the product needs Node 24, and this finds it or says how to get it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

// A clone has the sources, which Node runs as they are; a published package has only what was built from them.
const sources = join(root, 'src', 'cli', 'bin.ts');
const built = join(root, 'dist', 'cli', 'bin.js');

/** The package `node` brings a Node of its own: below this package in a clone, beside it where it was installed. */
function findNode() {
  const places = [join(root, 'node_modules', 'node', 'bin'), join(root, '..', 'node', 'bin')];
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  return places.flatMap((place) => names.map((name) => join(place, name))).find((file) => existsSync(file));
}

function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, MODELGATE_RELAUNCHED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`modelgate: ${node} could not be started: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 2);
  });
}

const isOld = Number(process.versions.node.split('.')[0]) < NEEDED;
const other = isOld && process.env.MODELGATE_RELAUNCHED === undefined ? findNode() : undefined;
if (other !== undefined) {
  runWith(other);
} else if (isOld) {
  process.stderr.write(
    `modelgate needs Node ${NEEDED} or newer; this is ${process.version}. ` +
      `Install it from https://nodejs.org, or run "npm ci" in the clone, which brings one.\n`,
  );
  process.exitCode = 2;
} else {
  await import(pathToFileURL(existsSync(sources) ? sources : built).href);
}
