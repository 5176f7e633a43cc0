import type { Control } from '@backlot/standins';
import type { randomFrom } from './random.ts';

type Act = (control: Control, sessionId: string) => void;

const stories: readonly (readonly Act[])[] = [
  [(c, id) => c.pay(id)],
  [(c, id) => c.pay(id), (c, id) => c.refund(id, { amount: 500 })],
  [(c, id) => c.pay(id), (c, id) => c.refund(id, { amount: 500 }), (c, id) => c.refund(id)],
  [(c, id) => c.pay(id), (c, id) => c.refund(id)],
  [(c, id) => c.pay(id), (c, id) => c.dispute(id), (c, id) => c.closeDispute(id, 'won')],
  [(c, id) => c.pay(id), (c, id) => c.dispute(id), (c, id) => c.closeDispute(id, 'lost')],
  [(c, id) => c.pay(id, { debit: '000123456789' }), (c, id) => c.settle(id, 'succeeded')],
  [(c, id) => c.pay(id, { debit: '000123456789' }), (c, id) => c.settle(id, 'failed')],
  [(c, id) => c.expire(id)],
];

/**
 * What happens to these checkout sessions, one after the other: each lives through a story of its own, and the stories
 * are mixed.
 */
export function mixedActs(
  sessionIds: readonly string[],
  random: ReturnType<typeof randomFrom>,
): { act: Act; sessionId: string }[] {
  const left = sessionIds.map((sessionId) => ({ sessionId, acts: [...random.pick(stories)] }));
  const mixed: { act: Act; sessionId: string }[] = [];
  while (left.length > 0) {
    // From the first few only: the last ones begin when the first ones are over.
    const at = random.between(0, Math.min(left.length, 20) - 1);
    const one = left[at];
    const act = one?.acts.shift();
    if (one && act) mixed.push({ act, sessionId: one.sessionId });
    if (one?.acts.length === 0) left.splice(at, 1);
  }
  return mixed;
}
