import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Holds answers back until a later step of a story: an answer that is held for two steps arrives after everything that the next
 * step set in motion is done.
 * @param holds for how many steps each answer is held, in turn
 */
export function openGates(steps: number, holds: readonly number[]) {
  const gates = Array.from({ length: steps }, () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open, opened };
  });
  let step = 0;
  let asked = 0;
  let held = 0;
  return {
    async onItsWay(): Promise<void> {
      const hold = holds[asked++ % holds.length] ?? 0;
      const gate = hold === 0 ? undefined : gates[step + hold - 1];
      if (!gate) return;
      held += 1;
      await gate.opened;
      held -= 1;
    },
    /** Waits until all that is under way is held back. */
    async quiet(underWay: () => number): Promise<void> {
      while (underWay() > held) await sleep(2);
    },
    /** Ends a step: what waited for it arrives. */
    next(): void {
      gates[step]?.open();
      step += 1;
    },
    openAll(): void {
      for (const gate of gates) gate.open();
    },
  };
}
