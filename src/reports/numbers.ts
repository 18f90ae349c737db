/** Digits that a long float is rounded to, unless more are needed to tell it from its neighbours. */
const USUAL_DIGITS = 4;
/** A number that needs no more digits than this is shown as it is. */
const EXACT_DIGITS = 6;
/** Significant digits that tell any two doubles apart. */
const ALL_DIGITS = 17;

const MINUS = '−';

/**
 * Numbers that are read side by side (candidate, production, bound) as text: as many digits as it takes that two
 * which differ never look equal.
 */
export function formatTogether(values: readonly number[]): readonly string[] {
  const distinct = new Set(values).size;
  for (let digits = USUAL_DIGITS; digits < ALL_DIGITS; digits++) {
    const texts = values.map((value) => format(value, digits));
    if (new Set(texts).size === distinct) return texts;
  }
  return values.map((value) => format(value, ALL_DIGITS));
}

/** A number with its unit: `120 ms`. */
export function withUnit(text: string, unit: string | undefined): string {
  return unit === undefined || unit === '' ? text : `${text} ${unit}`;
}

/** A signed change and, where production is not zero, its relative part in percent: `+0.012` and `+1.3%`. */
export interface ChangeText {
  readonly absolute: string;
  readonly relative: string | null;
}

/**
 * A change of a number that is shown with `digitsAfterPoint` digits; more are used where the change would otherwise
 * look like nothing, and fewer where it has enough of them already.
 */
export function formatChange(change: number, production: number | null, digitsAfterPoint: number): ChangeText {
  if (change === 0) return { absolute: '±0', relative: null };
  const places = USUAL_DIGITS - 1 - Math.floor(Math.log10(Math.abs(change)));
  const absolute = signed(change, Math.max(0, Math.min(digitsAfterPoint, places)));
  if (production === null || production === 0) return { absolute, relative: null };
  const percent = (change / Math.abs(production)) * 100;
  return { absolute, relative: `${signed(percent, Math.abs(percent) < 100 ? 1 : 0)}%` };
}

/** `+0.012 (+1.3%)` */
export function changeCell({ absolute, relative }: ChangeText): string {
  return relative === null ? absolute : `${absolute} (${relative})`;
}

/** `+0.012, +1.3%`: sentences put it between parentheses of their own. */
export function changeWords({ absolute, relative }: ChangeText): string {
  return relative === null ? absolute : `${absolute}, ${relative}`;
}

/** How many digits a formatted number has after its point. */
export function decimalsOf(text: string): number {
  return /\.(\d+)/u.exec(text)?.[1]?.length ?? 0;
}

function signed(value: number, decimals: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '+';
  if (size < 1e-4 || size >= 1e15) return sign + format(size, 2);
  // Rounding may not eat more than a twentieth of the change; some number of places satisfies that.
  let text = size.toFixed(decimals);
  for (let places = decimals + 1; Math.abs(Number(text) - size) > size / 20; places++) text = size.toFixed(places);
  return sign + group(trimZeros(text));
}

function format(value: number, digits: number): string {
  if (!Number.isFinite(value)) return String(value);
  // Minus zero reads as zero.
  if (value === 0) return '0';
  const sign = value < 0 ? MINUS : '';
  const size = Math.abs(value);
  if (Number.isInteger(size) && size < 1e15) return sign + group(String(size));
  const [mantissa = '', power = '0'] = size.toExponential().split('e');
  const exact = mantissa.replace('.', '').length;
  const shown = exact <= EXACT_DIGITS ? exact : digits;
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 15) return sign + shortExponential(size, shown);
  return sign + group(trimZeros(size.toFixed(Math.max(0, shown - 1 - exponent))));
}

function shortExponential(size: number, digits: number): string {
  const [mantissa = '', power = ''] = size.toExponential(digits - 1).split('e');
  return `${trimZeros(mantissa)}e${power.replace('+', '')}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/u, '') : text;
}

/** Thousands are parted from five digits on: `12,345.6`. */
function group(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const parted = whole.length < 5 ? whole : whole.replace(/\B(?=(?:\d{3})+$)/gu, ',');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}
