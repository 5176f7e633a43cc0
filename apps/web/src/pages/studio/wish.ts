import type { Aspect, VideoProviderName } from '@backlot/core';

/** What is asked for, as it stands in the form. */
export type Wish = {
  prompt: string;
  durationSeconds: number | null;
  aspect: Aspect | null;
  provider: VideoProviderName | null;
  /** The picture that it is to begin with, brought before; of one that another video began with the name is not known. */
  seed: { assetId: string; name: string | null } | null;
  /** Names one press of the button: the same wish sent again is the same video. A changed wish has none yet. */
  requestKey: string | null;
};

export const emptyWish: Wish = {
  prompt: '',
  durationSeconds: null,
  aspect: null,
  provider: null,
  seed: null,
  requestKey: null,
};

/** In this tab only, and under its member: nobody finds the words of somebody else. */
const keyOf = (memberId: string) => `backlot.wish.${memberId}`;

/** The wish that this tab keeps of a member. */
export function keptWish(memberId: string): Wish {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(memberId)) ?? '{}');
    return { ...emptyWish, ...(typeof kept === 'object' ? kept : null) };
  } catch {
    return emptyWish;
  }
}

export function keepWish(memberId: string, wish: Wish): void {
  try {
    sessionStorage.setItem(keyOf(memberId), JSON.stringify(wish));
  } catch {
    // Storage is closed to us: the wish lives as long as the page.
  }
}
