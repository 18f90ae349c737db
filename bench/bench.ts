import { benchJudging, benchParsing } from './judging.ts';

await benchJudging();
await benchParsing();
