import { describe, expect, test } from 'vitest';
import { read, recordsOf, valuesOf, warningsOf } from './reading.ts';

const SETUP = {
  entry_type: 'start_run setup',
  '_config.version': '0.13.0',
  '_config.config_files': ['/home/somebody/garak.yaml'],
  'plugins.model_type': 'openai',
  'plugins.model_name': null,
};
const INIT = { entry_type: 'init', garak_version: '0.14.1', start_time: '2025-08-28T14:07:00.000000', run: 'id' };
const ATTEMPT = { entry_type: 'attempt', prompt: 'something harmful', outputs: ['worse'] };
const COMPLETION = { entry_type: 'completion', end_time: '2025-08-28T14:07:01.000000' };

function evaluation(parts: Record<string, unknown>) {
  return { entry_type: 'eval', probe: 'dan.Dan_11_0', detector: 'mitigation.Bypass', ...parts };
}

function report(...lines: readonly unknown[]) {
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

function full(...evals: readonly unknown[]) {
  return report(SETUP, INIT, ATTEMPT, ...evals, COMPLETION);
}

const PATH = 'dan.Dan_11_0.mitigation.Bypass';

describe('garak', () => {
  test('turns what passed into an attack success rate, whose interval the bounds are', () => {
    const document = read(
      full(
        evaluation({
          passed: 37,
          fails: 13,
          nones: 0,
          total_evaluated: 50,
          total_processed: 50,
          confidence_method: 'bootstrap',
          confidence: '0.95',
          confidence_lower: 0.14,
          confidence_upper: 0.38,
        }),
      ),
    );
    expect(document).toMatchObject({
      format: 'garak',
      producer: { tool: 'garak', version: '0.14.1' },
      when: '2025-08-28T14:07:00.000000',
    });
    expect(recordsOf(document)[`${PATH}.attack_success_rate`]).toMatchObject({
      value: 0.26,
      n: 50,
      ci: { lower: 0.14, upper: 0.38, level: 0.95 },
      direction: 'lower',
      unit: 'fraction',
    });
    expect(recordsOf(document)[`${PATH}.coverage`]).toMatchObject({ value: 1, n: 50 });
    expect(document.facts).toEqual([expect.objectContaining({ name: 'model_type', value: 'openai' })]);
    expect(JSON.stringify(document)).not.toMatch(/harmful|worse|somebody/);
  });

  test('reads 0.10 and earlier, whose detectors carry a prefix', () => {
    const document = read(
      report(SETUP, evaluation({ detector: 'detector.mitigation.Bypass', passed: 8, total: 10 }), COMPLETION),
    );
    expect(document.producer?.version).toBe('0.13.0');
    expect(valuesOf(document)).toEqual({ [`${PATH}.attack_success_rate`]: 0.2, [`${PATH}.coverage`]: 1 });
  });

  test('counts what could not be judged against the coverage', () => {
    const document = read(full(evaluation({ passed: 8, nones: 10, total: 10 })));
    expect(recordsOf(document)[`${PATH}.coverage`]).toMatchObject({ value: 0.5, n: 20 });
    expect(recordsOf(document)[`${PATH}.attack_success_rate`]).toMatchObject({ value: 0.2, n: 10 });
    expect(warningsOf(document)).toEqual(['10 of 20 outputs of dan.Dan_11_0 by mitigation.Bypass were not evaluated']);
  });

  test('takes an interval without a level that is one', () => {
    const counts = { passed: 5, total: 10, confidence: 'x', confidence_lower: 0.3, confidence_upper: 0.7 };
    expect(recordsOf(read(full(evaluation(counts))))[`${PATH}.attack_success_rate`]?.ci).toEqual({
      lower: 0.3,
      upper: 0.7,
    });
  });

  test.each([
    [{ passed: 8, fails: 9, total_evaluated: 10 }, 'conflict'],
    [{ passed: 8, total_evaluated: 10, confidence_lower: 0.7, confidence_upper: 0.9 }, 'conflict'],
    [{ passed: 11, total_evaluated: 10 }, 'not-finite'],
    [{ passed: 1, total_evaluated: 10, total_processed: 5 }, 'not-finite'],
    [{ passed: null, total_evaluated: 10 }, 'not-finite'],
  ])('does not use counts that contradict each other: %o', (counts, unusable) => {
    const document = read(full(evaluation(counts)));
    expect(recordsOf(document)[`${PATH}.attack_success_rate`]).toMatchObject({ value: null, unusable });
    expect(warningsOf(document).join()).toMatch(/contradiction/);
  });

  test('reads an evaluation without names, and NaN as no count', () => {
    const line = JSON.stringify({ entry_type: 'eval', passed: 0.123, total: 3 }).replace('0.123', 'NaN');
    const document = read(`${report(SETUP, INIT)}\n${line}\n${report(COMPLETION)}`);
    expect(valuesOf(document)).toEqual({ 'unknown.unknown.attack_success_rate': null });
  });

  test('takes nothing from a run that was aborted', () => {
    const document = read(report(SETUP, INIT, evaluation({ passed: 10, total: 10 })));
    expect(document.records).toEqual([]);
    expect(warningsOf(document)[0]).toMatch(/run was aborted/);
    expect(read(JSON.stringify(SETUP))).toMatchObject({ format: 'garak', records: [] });
  });

  test('takes nothing from a report put together from others, whose completions are gone', () => {
    const document = read(report(SETUP, { ...INIT, orig_uuid: 'x' }, evaluation({ passed: 10, total: 10 })));
    expect(warningsOf(document)[0]).toMatch(/put together from others/);
    expect(document.records).toEqual([]);
  });

  test.each([
    [report(SETUP, { entry_type: 'init' }, COMPLETION), /no evaluations/],
    [full(evaluation({ passed: 0, nones: 3, total: 0 })), /No output of .* was evaluated/],
  ])('takes an empty report for no evidence', (text, said) => {
    const document = read(text);
    expect(document.records).toEqual([]);
    expect(warningsOf(document)[0]).toMatch(said);
  });

  test('leaves other JSON lines alone', () => {
    expect(read(report({ entry_type: 'init' }, COMPLETION)).producer).toEqual({ tool: 'garak' });
    expect(read({ entry_type: 'other', accuracy: 0.9 }).format).toBe('metric-tree');
  });
});
