import { toAmount } from '../gates/support/options.ts';
import type { GateUse } from '../engine/plan.ts';
import { DOCUMENT_KINDS } from '../documents/index.ts';
import type { Location } from '../documents/problem.ts';
import type { Policy, PolicyModel } from './policy.ts';

/** How one thing of the policy changed. What cannot be shown to be as strict as before counts as loosened. */
export type PolicyChangeKind = 'tightened' | 'added' | 'neutral' | 'loosened' | 'removed';

export interface PolicyChange {
  readonly kind: PolicyChangeKind;
  /** What changed, by its keys: `churn › no-guardrail-regression (recall) › max-regression`. */
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
  /** Where the new policy states it. */
  readonly at?: Location;
}

/**
 * Which way an option gets stricter. Options that are not here have no order: any change of them counts as loosened,
 * because nobody can tell.
 */
const STRICTER: Readonly<Record<string, 'larger' | 'smaller'>> = {
  min: 'larger',
  max: 'smaller',
  'min-improvement': 'larger',
  'max-regression': 'smaller',
  'max-gap': 'smaller',
  'min-n': 'larger',
  'p50-ms': 'smaller',
  'p95-ms': 'smaller',
  'p99-ms': 'smaller',
  'max-production-ratio': 'smaller',
  'max-mb': 'smaller',
};

/** Options whose values have an order, strictest first. */
const STRICTEST_FIRST: Readonly<Record<string, readonly string[]>> = {
  'on-tie': ['fail', 'warn', 'pass'],
  'on-new-metric': ['fail', 'warn'],
  'unit-check': ['on', 'off'],
  'truth-check': ['on', 'off'],
};

/** What an absent option means, where that is the same as a stated value. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  'on-tie': 'fail',
  'unit-check': 'on',
  'truth-check': 'on',
  'min-improvement': 0,
  'max-regression': 0,
};

const AMOUNTS = new Set(['min-improvement', 'max-regression']);

function show(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** JSON with sorted keys, so that two writings of one thing are equal. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Whether `after` is at least as strict as `before`; false when that cannot be told. */
function isAtLeastAsStrict(key: string, before: unknown, after: unknown): boolean {
  const order = STRICTEST_FIRST[key];
  if (order !== undefined) {
    const [a, b] = [order.indexOf(String(before)), order.indexOf(String(after))];
    return a !== -1 && b !== -1 && b <= a;
  }
  if (key === 'sections' || key === 'require') return isSuperset(before, after);
  const stricter = STRICTER[key];
  if (stricter === undefined) return false;
  if (AMOUNTS.has(key)) return isStricterAmount(before, after, stricter);
  // Without the option there is no bound at all, so that a bound is stricter than none.
  if (before === undefined) return typeof after === 'number';
  if (typeof before !== 'number' || typeof after !== 'number') return false;
  return stricter === 'larger' ? after >= before : after <= before;
}

function isSuperset(before: unknown, after: unknown): boolean {
  if (before === undefined) return after !== undefined;
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const now = new Set(after.map(canonicalJson));
  return before.every((item) => now.has(canonicalJson(item)));
}

type AmountOptionValue = Parameters<typeof toAmount>[0];

/** Amounts of the same make-up are compared part by part; of different ones nobody can tell without the values. */
function isStricterAmount(before: unknown, after: unknown, stricter: 'larger' | 'smaller'): boolean {
  const a = toAmount(before as AmountOptionValue);
  const b = toAmount(after as AmountOptionValue);
  if (a.combine !== b.combine) return false;
  for (const part of ['absolute', 'relative'] as const) {
    if (a[part] === undefined && b[part] === undefined) continue;
    const x = a[part];
    const y = b[part];
    if (x === undefined || y === undefined) return false;
    if (stricter === 'larger' ? y < x : y > x) return false;
  }
  return true;
}

/** The number of ways in which a severity can be eased; larger is stricter. */
function strictness({ severity, enforceFrom }: GateUse): number {
  const named = severity ?? (enforceFrom === undefined ? 'block' : 'warn');
  return { block: 2, warn: 1, shadow: 0 }[named];
}

function compareSeverity(what: string, before: GateUse, after: GateUse): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  const at = after.at;
  if (before.severity !== after.severity && strictness(before) !== strictness(after))
    changes.push({
      kind: strictness(after) > strictness(before) ? 'tightened' : 'loosened',
      what: `${what} › severity`,
      before: show(before.severity ?? 'block'),
      after: show(after.severity ?? 'block'),
      at,
    });
  if (before.enforceFrom !== after.enforceFrom) changes.push(compareEnforcement(what, before, after));
  if (before.preExisting !== after.preExisting)
    changes.push({
      kind: after.preExisting === 'block' ? 'tightened' : 'loosened',
      what: `${what} › pre-existing`,
      before: before.preExisting,
      after: after.preExisting,
      at,
    });
  return changes;
}

function compareEnforcement(what: string, before: GateUse, after: GateUse): PolicyChange {
  const isEarlier =
    after.enforceFrom !== undefined && (before.enforceFrom === undefined || after.enforceFrom < before.enforceFrom);
  const blockedAlready = before.enforceFrom === undefined && (before.severity ?? 'block') === 'block';
  const blocksNow = after.enforceFrom === undefined && (after.severity ?? 'block') === 'block';
  return {
    kind: blocksNow || (isEarlier && !blockedAlready) ? 'tightened' : 'loosened',
    what: `${what} › enforce-from`,
    before: show(before.enforceFrom),
    after: show(after.enforceFrom),
    at: after.at,
  };
}

interface Options {
  readonly metric?: string;
  readonly attribute?: string;
  readonly by?: string | readonly string[];
}

/** What makes two uses of a gate the same use of it, changed: its subject. */
function subjectOf({ gate, options }: GateUse): string {
  const { metric, attribute, by } = options as Options;
  const subject = [attribute, metric, by === undefined ? undefined : `by ${String(by)}`].filter(Boolean).join(', ');
  return subject === '' ? gate.id : `${gate.id} (${subject})`;
}

function bySubject(uses: readonly GateUse[]): ReadonlyMap<string, GateUse> {
  const map = new Map<string, GateUse>();
  for (const use of uses) {
    let key = subjectOf(use);
    for (let twin = 2; map.has(key); twin += 1) key = `${subjectOf(use)} #${twin}`;
    map.set(key, use);
  }
  return map;
}

function compareOptions(what: string, before: GateUse, after: GateUse): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  const old = before.options as Readonly<Record<string, unknown>>;
  const now = after.options as Readonly<Record<string, unknown>>;
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const a = old[key] ?? DEFAULTS[key];
    const b = now[key] ?? DEFAULTS[key];
    if (same(a, b)) continue;
    changes.push({
      kind: isAtLeastAsStrict(key, a, b) ? 'tightened' : 'loosened',
      what: `${what} › ${key}`,
      before: show(a),
      after: show(b),
      at: after.at,
    });
  }
  return changes;
}

function compareGates(before: PolicyModel, after: PolicyModel): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  const old = bySubject(before.uses);
  const now = bySubject(after.uses);
  for (const [subject, use] of old) {
    const what = `${before.name} › ${subject}`;
    const current = now.get(subject);
    if (current === undefined) changes.push({ kind: 'removed', what, before: show(use.options), at: after.at });
    else changes.push(...compareOptions(what, use, current), ...compareSeverity(what, use, current));
  }
  for (const [subject, use] of now)
    if (!old.has(subject))
      changes.push({ kind: 'added', what: `${after.name} › ${subject}`, after: show(use.options), at: use.at });
  return changes;
}

/** Documents that gates read instead of another one: naming them moves a number to another place. */
const ALTERNATIVES: ReadonlySet<string> = new Set(['latency', 'model']);

function compareEvidence(before: PolicyModel, after: PolicyModel): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  for (const kind of DOCUMENT_KINDS) {
    const a = before.evidence[kind];
    const b = after.evidence[kind];
    if (same(a, b)) continue;
    const isAdded = a === undefined && !ALTERNATIVES.has(kind);
    changes.push({
      kind: isAdded ? 'neutral' : 'loosened',
      what: `${after.name} › evidence › ${kind}`,
      before: show(a),
      after: show(b),
      at: after.at,
    });
  }
  return changes;
}

function compareModel(before: PolicyModel, after: PolicyModel): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  const { at } = after;
  const note = (kind: PolicyChangeKind, key: string, a: unknown, b: unknown): void => {
    if (!same(a, b)) changes.push({ kind, what: `${after.name} › ${key}`, before: show(a), after: show(b), at });
  };
  note(
    before.paths.every((path) => after.paths.includes(path)) ? 'tightened' : 'loosened',
    'paths',
    before.paths,
    after.paths,
  );
  note('neutral', 'task', before.task, after.task);
  note('loosened', 'stage', before.stage, after.stage);
  changes.push(...compareEvidence(before, after));
  note('loosened', 'production', before.production, after.production);
  note(after.bootstrap === 'refuse' ? 'tightened' : 'loosened', 'bootstrap', before.bootstrap, after.bootstrap);
  note(
    after.nTolerance < before.nTolerance ? 'tightened' : 'loosened',
    'n-tolerance',
    before.nTolerance,
    after.nTolerance,
  );
  return [...changes, ...compareGates(before, after)];
}

/** Two policies, thing by thing (SEMANTICS.md §11, §12 "Policy change"). Equal policies differ in nothing. */
export function comparePolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  const top = { path: after.path };
  for (const { name, branch } of before.stages) {
    const now = after.stages.find((stage) => stage.name === name);
    if (now === undefined) changes.push({ kind: 'removed', what: `stage ${name}`, before: branch, at: top });
    else if (now.branch !== branch)
      changes.push({ kind: 'loosened', what: `stage ${name} › branch`, before: branch, after: now.branch, at: top });
  }
  for (const { name, branch } of after.stages)
    if (!before.stages.some((stage) => stage.name === name))
      changes.push({ kind: 'added', what: `stage ${name}`, after: branch, at: top });
  if (!same([...before.owners].sort(), [...after.owners].sort()))
    changes.push({
      kind:
        after.owners.length > 0 && after.owners.every((owner) => before.owners.includes(owner))
          ? 'tightened'
          : 'loosened',
      what: 'policy-owners',
      before: show(before.owners),
      after: show(after.owners),
      at: top,
    });
  for (const model of before.models) {
    const now = after.models.find(({ name }) => name === model.name);
    if (now === undefined)
      changes.push({ kind: 'removed', what: `model ${model.name}`, before: show(model.paths), at: top });
    else changes.push(...compareModel(model, now));
  }
  for (const model of after.models)
    if (!before.models.some(({ name }) => name === model.name))
      changes.push({ kind: 'added', what: `model ${model.name}`, after: show(model.paths), at: model.at });
  return changes;
}
