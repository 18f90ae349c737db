import { ActionFault, variable, type ActionWorld } from './world.ts';

/** The inputs of `action.yml`, under the same names. */
export interface ActionInputs {
  readonly token: string;
  /** A path on the base branch; undefined: the usual one. */
  readonly policy: string | undefined;
  /** Empty: every model that changed. */
  readonly models: readonly string[];
  readonly stage: string | undefined;
  readonly comment: 'always' | 'on-failure' | 'never';
  readonly failOn: 'blocked' | 'pending' | 'never';
}

export const COMMENT_MODES = ['always', 'on-failure', 'never'] as const;
export const FAIL_MODES = ['blocked', 'pending', 'never'] as const;

export function readInputs(world: Pick<ActionWorld, 'env'>): ActionInputs {
  const token = input(world, 'token') ?? variable(world, 'GITHUB_TOKEN');
  if (token === undefined) {
    throw new ActionFault(
      'There is no token. Leave the input "token" out to use the workflow\'s own, which needs the permission "contents: read".',
    );
  }
  return {
    token,
    policy: input(world, 'policy'),
    models: (input(world, 'model') ?? '').split(/[\s,]+/).filter((name) => name !== ''),
    stage: input(world, 'stage'),
    comment: choice(world, 'comment', COMMENT_MODES),
    failOn: choice(world, 'fail-on', FAIL_MODES),
  };
}

/** As the runner hands inputs over: spaces become underscores, hyphens stay. */
function input(world: Pick<ActionWorld, 'env'>, name: string): string | undefined {
  return variable(world, `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`);
}

/** The first choice is the default. */
function choice<const Choices extends readonly [string, ...string[]]>(
  world: Pick<ActionWorld, 'env'>,
  name: string,
  choices: Choices,
): Choices[number] {
  const given = input(world, name);
  if (given === undefined) return choices[0];
  const known = choices.find((one) => one === given);
  if (known !== undefined) return known;
  throw new ActionFault(`The input "${name}" is "${given}". Expected one of: ${choices.join(', ')}.`);
}
