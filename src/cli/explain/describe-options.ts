/** An option of a gate as people read it. */
export interface OptionText {
  /** Dotted below an option that is an object: `metrics.p95-ms`. */
  readonly name: string;
  readonly required: boolean;
  /** What it takes: `number ≥ 0`, `"higher" or "lower"`. */
  readonly takes: string;
  readonly description: string;
  readonly default?: string;
  readonly examples: readonly string[];
}

/** The part of JSON Schema that options are written in. */
interface OptionSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly OptionSchema[];
  readonly items?: OptionSchema;
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
}

/** Every option of an object schema, those of objects within it after them. */
export function describeOptions(schema: object, prefix = ''): readonly OptionText[] {
  const { properties = {}, required = [] } = schema as OptionSchema;
  const options: OptionText[] = [];
  for (const [key, option] of Object.entries(properties)) {
    const name = `${prefix}${key}`;
    options.push({
      name,
      required: required.includes(key),
      takes: takes(option),
      description: option.description ?? '',
      ...(option.default === undefined ? {} : { default: JSON.stringify(option.default) }),
      examples: (option.examples ?? []).map((example) => JSON.stringify(example)),
    });
    if (option.type === 'object') options.push(...describeOptions(option, `${name}.`));
  }
  return options;
}

function takes(schema: OptionSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(takes))].join(', or ');
  switch (schema.type) {
    case 'number':
    case 'integer':
      return [schema.type === 'integer' ? 'whole number' : 'number', ...bounds(schema)].join(' ');
    case 'string':
      return schema.pattern?.includes('%') === true ? 'percentage' : 'text';
    case 'array':
      return `list of ${schema.items === undefined ? 'anything' : takes(schema.items)}`;
    case 'boolean':
      return 'true or false';
    case 'object':
      return schema.properties === undefined ? 'object' : `{ ${Object.keys(schema.properties).join(', ')} }`;
    default:
      return 'anything';
  }
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: OptionSchema): readonly string[] {
  const texts: string[] = [];
  if (minimum !== undefined) texts.push(`≥ ${minimum}`);
  if (exclusiveMinimum !== undefined) texts.push(`> ${exclusiveMinimum}`);
  if (maximum !== undefined) texts.push(`≤ ${maximum}`);
  if (exclusiveMaximum !== undefined) texts.push(`< ${exclusiveMaximum}`);
  return texts.length === 2 ? [`${texts[0]} and ${texts[1]}`] : texts;
}
