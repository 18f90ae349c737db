/** Everything that the Action takes from outside. */
export interface ActionWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly now: () => Date;
}

/** The job cannot be done as it was asked. The message says what to do; it may be shown. */
export class ActionFault extends Error {
  override readonly name = 'ActionFault';
}

export function variable({ env }: Pick<ActionWorld, 'env'>, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
