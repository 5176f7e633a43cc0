import { describe, expect, it } from 'vitest';
import { mailWords } from './templates.ts';

const links = {
  signIn: (id: string) => `/in/${id}`,
  page: (path: string) => `https://backlot.example${path}`,
};
const keptUntil = '2026-12-28T11:00:00Z';

describe('the mails of a subscription', () => {
  it('say in English what it costs, until when it stays, and that nothing is deleted', () => {
    const confirmed = mailWords('subscription_confirmed', 'en', { plan: 'PRO', interval: 'year' }, links);
    expect(confirmed.lines.join(' ')).toContain('It costs $190 a year and renews by itself');
    const failed = mailWords('payment_failed', 'en', { plan: 'PRO', keptUntil }, links);
    expect(failed.lines.join(' ')).toContain('You keep the plan until December 28, 2026.');
    expect(failed.button.href).toBe('https://backlot.example/settings/billing?manage=1');
    const ended = mailWords('plan_ended', 'en', { plan: 'PRO' }, links);
    expect(ended.lines.join(' ')).toContain('Nothing was deleted');
  });

  it('say it in French, as French is written', () => {
    const confirmed = mailWords('subscription_confirmed', 'fr', { plan: 'PRO', interval: 'month' }, links);
    expect(confirmed.lines.join(' ')).toMatch(/Elle coûte 19\s\$US par mois/);
    const failed = mailWords('payment_failed', 'fr', { plan: 'PRO', keptUntil }, links);
    expect(failed.lines.join(' ')).toContain('jusqu’au 28 décembre 2026');
    const ended = mailWords('plan_ended', 'fr', { plan: 'PRO' }, links);
    for (const { lines } of [confirmed, failed, ended])
      expect(lines.join(' ')).not.toMatch(/[^\u202f][;:!?](\s|$)/);
  });
});
