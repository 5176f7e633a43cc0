/** What the next deliveries meet: `later` is a 451, `refuse` a 550. */
export type MailFault = { kind: 'later' | 'refuse'; times: number };

/** An answer of SMTP other than yes. */
export type Refusal = { code: 451 | 550; text: string };

const LATER: Refusal = { code: 451, text: '4.7.1 Try again later' };
const REFUSED: Refusal = { code: 550, text: '5.1.1 No such mailbox' };

/** Why a recipient is not taken: by a fault that was asked for, or by the name alone (`bounce`, `later`, with or without +tag). */
export class MailFaults {
  #standing: MailFault[] = [];

  provoke(fault: MailFault): void {
    this.#standing.push({ ...fault });
  }

  clear(): void {
    this.#standing = [];
  }

  state(): MailFault[] {
    return this.#standing.map((fault) => ({ ...fault }));
  }

  refusalFor(recipient: string): Refusal | undefined {
    const [next] = this.#standing;
    if (next) {
      next.times -= 1;
      if (next.times <= 0) this.#standing.shift();
      return next.kind === 'later' ? LATER : REFUSED;
    }
    const name = recipient.split('@')[0]?.split('+')[0]?.toLowerCase();
    if (name === 'bounce') return REFUSED;
    return name === 'later' ? LATER : undefined;
  }
}

/** Reads a fault from JSON of unknown origin; undefined when it is none. */
export function parseMailFault(value: unknown): MailFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, times = 1 } = value as Record<string, unknown>;
  if ((kind !== 'later' && kind !== 'refuse') || !Number.isInteger(times) || (times as number) < 1)
    return undefined;
  return { kind, times: times as number };
}
