import type { Aspect } from '@backlot/core';
import { useRef, useState } from 'react';
import type { RouterOutputs } from '../../../trpc.ts';
import { keepWish, keptWish, type Wish } from '../wish.ts';

export type Offers = RouterOutputs['videos']['offers'];
type Provider = Offers['providers'][number];

/** A wish as it can be asked for: what the provider does not offer gives way to what it does. */
export type FittedWish = { provider: Provider; durationSeconds: number; aspect: Aspect };

/** Fits a wish to what is offered, as near as there is; null when nobody offers anything. */
export function fitWish(wish: Wish, providers: readonly Provider[]): FittedWish | null {
  const provider = providers.find(({ name }) => name === wish.provider) ?? providers[0];
  const [first] = provider?.durationsSeconds ?? [];
  const [firstAspect] = provider?.aspects ?? [];
  if (!provider || first === undefined || firstAspect === undefined) return null;
  const wanted = wish.durationSeconds ?? first;
  const durationSeconds = provider.durationsSeconds.reduce((best, one) =>
    Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best,
  );
  const aspect = provider.aspects.find((one) => one === wish.aspect) ?? firstAspect;
  return { provider, durationSeconds, aspect };
}

/** The wish of this tab, kept with every change. A changed wish is another one: it loses the key of its last press. */
export function useWish(memberId: string) {
  const [wish, setWish] = useState(() => keptWish(memberId));
  // A picture arrives while the person goes on typing: what comes late changes the wish as it is by then.
  const latest = useRef(wish);
  const keep = (next: Wish) => {
    latest.current = next;
    keepWish(memberId, next);
    setWish(next);
  };
  return {
    wish,
    change: (part: Partial<Omit<Wish, 'requestKey'>>) =>
      keep({ ...latest.current, ...part, requestKey: null }),
    /** The key by which this wish is sent: the same one until it changes or is fulfilled. */
    keyOf(): string {
      const requestKey = latest.current.requestKey ?? crypto.randomUUID();
      keep({ ...latest.current, requestKey });
      return requestKey;
    },
    /** It was taken in: the next press is another wish. */
    done: () => keep({ ...latest.current, prompt: '', seed: null, requestKey: null }),
  };
}
