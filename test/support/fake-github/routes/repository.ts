import { accountBody } from '../bodies/account.ts';
import { notFound, param } from '../http.ts';
import type { Routes } from '../http.ts';
import { repositoryFor } from '../permissions.ts';
import { repositoryAnswer } from './app.ts';

/** The repository itself, its rules, and who may do what in it. */
export const repositoryRoutes: Routes = {
  'GET /repos/{owner}/{repo}': (context) => repositoryAnswer(context, repositoryFor(context, 'read', 'metadata')),

  'GET /repos/{owner}/{repo}/rules/branches/{branch+}': (context) => {
    const repository = repositoryFor(context, 'read', 'metadata');
    const required = repository.requiredChecks.get(param(context, 'branch')) ?? [];
    if (required.length === 0) return { status: 200, body: [] };
    const rule = {
      type: 'required_status_checks',
      ruleset_source_type: 'Repository',
      ruleset_source: repository.fullName,
      ruleset_id: 1,
      parameters: {
        strict_required_status_checks_policy: false,
        do_not_enforce_on_create: false,
        required_status_checks: required.map(({ context: name, integrationId }) => ({
          context: name,
          ...(integrationId === undefined ? {} : { integration_id: integrationId }),
        })),
      },
    };
    return { status: 200, body: [rule] };
  },

  'GET /repos/{owner}/{repo}/rulesets': (context) => {
    const repository = repositoryFor(context, 'read', 'metadata');
    const rulesets = [...repository.requiredChecks.keys()].map((branch, index) => ({
      id: index + 1,
      name: `Protect ${branch}`,
      target: 'branch',
      source_type: 'Repository',
      source: repository.fullName,
      enforcement: 'active',
    }));
    return { status: 200, body: rulesets };
  },

  'GET /repos/{owner}/{repo}/collaborators/{login}/permission': (context) => {
    const repository = repositoryFor(context, 'read', 'metadata');
    const account = context.world.accounts.get(param(context, 'login').toLowerCase());
    if (account === undefined) throw notFound();
    const permission =
      account === repository.owner ? 'admin' : (repository.collaborators.get(account.login.toLowerCase()) ?? 'none');
    return { status: 200, body: { permission, role_name: permission, user: accountBody(context.world, account) } };
  },

  'GET /users/{login}': (context) => {
    const account = context.world.accounts.get(param(context, 'login').toLowerCase());
    if (account === undefined) throw notFound();
    return { status: 200, body: accountBody(context.world, account) };
  },
};
