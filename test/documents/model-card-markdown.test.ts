import { describe, expect, it } from 'vitest';
import { parseModelCard } from '../../src/documents/read-model-card.ts';
import { fileOf, problemOf, valueOf } from './parsing.ts';

function read(text: string) {
  return valueOf(parseModelCard(fileOf(text, 'MODEL_CARD.md')));
}

function sectionsOf(text: string): string[] {
  return read(text).sections.map(({ id, content, at }) => `${id} ${content} ${at.line}`);
}

function claimsOf(text: string): string[] {
  return read(text).claims.map(
    ({ name, lexeme, percent, from, context, at }) =>
      `${at.line}:${at.column} ${from} ${name} = ${lexeme}${percent ? '%' : ''} (${context.join('; ')})`,
  );
}

describe('the sections of a Markdown card', () => {
  it('are found by headings of both styles, with the synonyms of known templates', () => {
    expect(
      sectionsOf(
        '# Churn model\n\n## Intended Use(s)\n\nFor us.\n\nLimitations\n-----------\nMany.\n\n## Bias, Risks, and Limitations ##\nx\n\nEvaluation Results\n===\ny\n',
      ),
    ).toEqual([
      'model-name filled 1',
      'intended-use filled 3',
      'limitations filled 7',
      'limitations filled 11',
      'evaluation filled 14',
    ]);
  });

  it.each([
    ['Uses', 'intended-use'],
    ['Direct Use', 'intended-use'],
    ['3. Intended use', 'intended-use'],
    ['**Intended Use:**', 'intended-use'],
    ['Out-of-Scope Use', 'out-of-scope-uses'],
    ['Training and evaluation data', 'training-data'],
    ['Ethical Considerations', 'ethical-considerations'],
    ['The Training Data', 'training-data'],
    ['Metrics', 'evaluation'],
    ['Model description', 'description'],
    ['Known limitations', 'limitations'],
    ['Maintenance', 'maintenance'],
    ['Carbon Footprint', 'carbon-footprint'],
  ])('know %j as %s', (heading, id) => {
    expect(sectionsOf(`# x\n## ${heading}\ntext`)[1]).toBe(`${id} filled 2`);
  });

  it('are two for a heading that names two', () => {
    expect(sectionsOf('## Intended uses & limitations\ntext')).toEqual([
      'intended-use filled 1',
      'limitations filled 1',
    ]);
  });

  it.each([
    'TBD',
    'TODO: ask legal',
    'N/A',
    '...',
    '…',
    '[More Information Needed]',
    'More information needed',
    '- **Developed by:** [More Information Needed]',
    '{{ limitations | default("[More Information Needed]", true) }}',
    '*To be completed.*',
    'Results: TBD',
    '{limitations}',
  ])('with only %j hold a placeholder', (text) => {
    expect(sectionsOf(`## Limitations\n\n${text}\n`)).toContain('limitations placeholder 1');
  });

  it.each(['', '<!-- say something -->', '<!-- one\ntwo\n\nthree -->', '---', '| |\n|---|'])(
    'with only %j are empty',
    (text) => {
      expect(sectionsOf(`## Limitations\n\n${text}\n`)).toContain('limitations empty 1');
    },
  );

  it('are filled by sections below them, unless those are sections of the template themselves', () => {
    expect(
      sectionsOf(
        '# M\n## Uses\n### Downstream use\ntext\n## Uses\n### Out-of-Scope Use\ntext\n## Metrics\n### Results\nx\n',
      ),
    ).toEqual([
      'model-name filled 1',
      'intended-use filled 2',
      'downstream-use filled 3',
      'intended-use empty 5',
      'out-of-scope-uses filled 6',
      'evaluation filled 8',
      'evaluation filled 9',
    ]);
  });

  it('are not opened by headings in code, comments or indented text', () => {
    expect(
      sectionsOf(
        '# M\n```\n## Limitations\ntext\n``\n~~~\n```\n~~~~md\n## Limitations\n~~~\n~~~~~\n<!--\n## Limitations\n```\n-->\n    ## Limitations\n#Limitations',
      ),
    ).toEqual(['model-name filled 1']);
  });

  it('are filled by code alone', () => {
    expect(sectionsOf('## Evaluation\n```\nauc 0.9\n```\n')).toEqual(['evaluation filled 1']);
  });

  it('are not made by a rule below a list, a table, a quote or a paragraph of two lines', () => {
    expect(
      sectionsOf('# M\n\n- Limitations\n---\n\n> Limitations\n---\n\na | b\n---\n\none\nLimitations\n---\n\n---\n'),
    ).toEqual(['model-name filled 1']);
  });

  it('take the first heading for the name of the model, unless it is only the template`s', () => {
    expect(sectionsOf('# Model Card for Churn')).toEqual(['model-name filled 1']);
    expect(sectionsOf('# Model Card')).toEqual(['model-name placeholder 1']);
    expect(sectionsOf('# Model Card for {{ model_id }}')).toEqual(['model-name placeholder 1']);
    expect(sectionsOf('# TBD')).toEqual(['model-name placeholder 1']);
    expect(sectionsOf('# Limitations\nx')).toEqual(['limitations filled 1']);
    expect(sectionsOf('#\n# #')).toEqual(['model-name placeholder 1', ' empty 2']);
  });

  it('take name, version, date and owner from single lines and from the front matter', () => {
    const card = read(
      '---\nmodel_name: churn\nversion: 1.20\nlicense: mit\ndate: [1]\n---\n# M\n- **Developed by:** Us\n- **Date:** TBD\n- Contact:\n',
    );
    expect(card.sections.map(({ id, content, title, at }) => [id, content, title, at.line])).toEqual([
      ['model-name', 'filled', 'model_name', 2],
      ['version', 'filled', 'version', 3],
      ['owner', 'filled', 'Developed by', 8],
      ['date', 'placeholder', 'Date', 9],
      ['owner', 'empty', 'Contact', 10],
      ['model-name', 'filled', 'M', 7],
    ]);
    expect(card.version).toEqual({ value: '1.20', at: { line: 3, column: 10 } });
  });

  it('give the version of a line in the body, and none that is a placeholder', () => {
    expect(read('# M\n- Version: 2.1.0\n').version).toEqual({ value: '2.1.0', at: { line: 2, column: 12 } });
    expect(read('# M\n- Version: TBD\n').version).toBeUndefined();
  });

  it('are too many beyond 5,000', () => {
    expect(problemOf(parseModelCard(fileOf('# a\n'.repeat(5001), 'c.md')))).toMatchObject({
      message: 'The model card is too large',
    });
  });
});

describe('the front matter of a card', () => {
  it('is data: a block in another language is text, and runs nowhere', () => {
    const card = read('---js\n{ globalThis.owned = true }\n---\n# M\n');
    expect((globalThis as Record<string, unknown>)['owned']).toBeUndefined();
    expect(card.claims).toEqual([]);
  });

  it('may be absent, empty, unclosed, or preceded by empty lines', () => {
    expect(sectionsOf('---\n---\n# M')).toEqual(['model-name filled 3']);
    expect(sectionsOf('---\nversion: 1\n# M')).toContain('model-name filled 3');
    expect(sectionsOf('\n\n---\r\nversion: "3"\r\n---\r\n# M')).toEqual(['version filled 4', 'model-name filled 6']);
  });

  it('that is a list is a warning', () => {
    expect(read('---\n[]\n---\n# M').warnings).toEqual([
      {
        path: 'MODEL_CARD.md',
        line: 2,
        column: 1,
        message: 'The front matter is no set of keys',
        expected: 'an object',
        received: 'a list',
      },
    ]);
  });

  it('that cannot be read makes the card invalid, at its line', () => {
    expect(problemOf(parseModelCard(fileOf('---\na: 1\na: 2\n---\n', 'c.md')))).toMatchObject({ line: 3, column: 1 });
  });
});

describe('the numbers that a card claims', () => {
  it('are read from model-index with dataset and split', () => {
    const text = `---
model-index:
- name: m
  results:
  - task: {type: x}
    dataset: {type: beans, name: Beans, split: test}
    metrics:
    - type: accuracy
      value: 0.90
    - type: wer
      name: Test WER
      value: "20.0 ± 1.2"
    - name: F1 (%)
      value: 91.2
    - type: none
    - {type: list, value: [1]}
    - type: text
      value: high
    - value: 3
  - dataset: imdb
    metrics: [{type: auc, value: "91.2%"}, 3]
- results: []
- results: 7
---
`;
    expect(claimsOf(text)).toEqual([
      '9:14 model-index accuracy = 0.90 (Beans; beans; test)',
      '12:14 model-index wer = 20.0 (Test WER; Beans; beans; test)',
      '14:14 model-index F1 (%) = 91.2% (Beans; beans; test)',
      '21:34 model-index auc = 91.2% ()',
    ]);
  });

  it('are read from lists and from lines of their own', () => {
    expect(
      claimsOf(
        '## Results\n- AUC: 0.91\n* **Recall** = 91.2%\n1. **F1:** `0.80`\n**Loss**: 1e-05\n_PPV_: 0.7 on the test set\n+ p95: 120 ms\n- wer: 20.0 ± 1.2\n- acc: 0.9 (0.8-0.95)\n- drop: −0.5\n- b (%): 93.5\n- f2: 91.2 ± 0.5%',
      ),
    ).toEqual([
      '2:8 list-item AUC = 0.91 (Results)',
      '3:16 list-item Recall = 91.2% (Results)',
      '4:13 list-item F1 = 0.80 (Results)',
      '5:11 list-item Loss = 1e-05 (Results)',
      '6:8 list-item PPV = 0.7 (on the test set; Results)',
      '7:8 list-item p95 = 120 (ms; Results)',
      '8:8 list-item wer = 20.0 (Results)',
      '9:8 list-item acc = 0.9 (Results)',
      '10:9 list-item drop = -0.5 (Results)',
      '11:10 list-item b = 93.5% (Results)',
      '12:7 list-item f2 = 91.2% (Results)',
    ]);
  });

  it.each([
    '- AUC: about 0.9',
    '- AUC: > 0.9',
    '- AUC: 0.8-0.9',
    '- AUC: 0.8 to 0.9',
    '- n: 100,413',
    '- version: 1.2.3',
    '- date: 2024-01-01',
    '- AUC: 1e999',
    '- 0.5: 0.9',
    '- AUC 0.9',
    `- ${'x'.repeat(80)}: 0.9`,
    '- AUC: NaN',
    '- n: 500',
    '- **Support**: 102',
    '- eval_samples: 872',
    '```\nAUC: 0.9\n```',
    '<!-- AUC: 0.9 -->',
    '| AUC | 0.9 |',
  ])('are none in %j', (text) => {
    expect(claimsOf(text)).toEqual([]);
  });

  it('are read from tables by row and by column', () => {
    expect(
      claimsOf(
        '## Results\n\n| Metric | Value |\n|:---|---:|\n| **AUC** | 0.91 |\n| Recall (%) | 84.0 |\n| note | n/a |\n\n0.5 | x',
      ),
    ).toEqual([
      '5:13 table Value = 0.91 (AUC; Results)',
      '5:13 table AUC = 0.91 (Value; Results)',
      '6:16 table Value = 84.0% (Recall (%); Results)',
      '6:16 table Recall = 84.0% (Value; Results)',
    ]);
    expect(claimsOf('a|b|F1 %\n-|-|-\nx \\| y|0.9%|91\n0.5||3|4')).toEqual([
      '3:8 table b = 0.9% (x \\| y)',
      '3:8 table x \\| y = 0.9% (b)',
      '3:13 table F1 = 91% (x \\| y)',
      '3:13 table x \\| y = 91% (F1 %)',
      '4:1 table a = 0.5 ()',
      '4:6 table F1 = 3% (0.5)',
    ]);
  });

  it('end with the table', () => {
    expect(claimsOf('|a|b|\n|-|-|\n|x|1|\n\n|y|2|\n')).toEqual(['3:4 table b = 1 (x)', '3:4 table x = 1 (b)']);
    expect(claimsOf('|a|b|\n|-|-|\n| |1|\n')).toEqual(['3:4 table b = 1 ()']);
  });

  it('are too many beyond 20,000', () => {
    expect(problemOf(parseModelCard(fileOf('- a: 1\n'.repeat(20_001), 'c.md')))).toMatchObject({
      received: '0 and 20001',
    });
  });
});

describe('a card that is no text', () => {
  it('is refused: empty, too large, a pointer', () => {
    expect(problemOf(parseModelCard(fileOf('', 'c.md')))).toMatchObject({ message: 'The file is empty' });
    expect(problemOf(parseModelCard(fileOf('x'.repeat(1_000_001), 'c.md')))).toMatchObject({
      expected: 'at most 1000000 bytes',
    });
  });
});
