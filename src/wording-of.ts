import type { Message } from './engine/finding.ts';
import { ENGINE_MESSAGES } from './engine/messages.ts';
import { findGate } from './gates/index.ts';
import { POLICY_CHANGE_GATE } from './policy/policy-change.ts';
import type { GateDocs } from './reports/view.ts';

const ENGINE_WORDING: ReadonlyMap<string, Message> = new Map(Object.entries(ENGINE_MESSAGES));

/** The wording of a code: the gate's own, else the engine's. The one place where shells get it for the reports. */
export function wordingOf(gateId: string, code: string): Message | undefined {
  const own: Readonly<Record<string, Message>> = findGate(gateId)?.messages ?? {};
  return Object.hasOwn(own, code) ? own[code] : ENGINE_WORDING.get(code);
}

/** What reports say about a gate besides its result. */
export function gateDocsOf(gateId: string): GateDocs | undefined {
  const gate = findGate(gateId);
  if (gate !== undefined) return { title: gate.title, why: gate.docs.why, remedy: gate.docs.remedy };
  if (gateId !== POLICY_CHANGE_GATE) return undefined;
  return {
    title: 'Policy change',
    why: 'A pull request must not lower the bar that it is measured by. The policy of the stage branch judges; a looser one needs its owners.',
    remedy: 'Bring the change of the policy in a pull request of its own, and have its owners approve it.',
  };
}
