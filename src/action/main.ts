import { run } from './index.ts';

process.exitCode = await run({ env: process.env, stdout: process.stdout, now: () => new Date() });
