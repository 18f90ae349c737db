/**
 * Half a unit of the last printed decimal of a number as written: 0.005 for `0.91`, 0.5 for `12`, 0.0005e-3 for
 * `1.234e-3`. Two printings of one number differ by no more than this.
 */
export function halfUnit(lexeme: string): number {
  const [mantissa = '', exponent = '0'] = lexeme.toLowerCase().split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  return 0.5 * 10 ** (Number(exponent) - decimals);
}

/** Whether `stated`, as written, can be a rounding of `actual`. `scale` is 100 where the text is in percent. */
export function agreesWithPrinted(stated: number, lexeme: string, actual: number, scale = 1): boolean {
  const slack = 1e-12 * Math.max(Math.abs(stated), Math.abs(actual * scale));
  return Math.abs(stated - actual * scale) <= halfUnit(lexeme) + slack;
}
