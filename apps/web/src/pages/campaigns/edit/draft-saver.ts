import type { CampaignDraft } from '@backlot/core';

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'unsaved' }
  | { kind: 'saved'; at: string };

export interface DraftSaverOptions {
  /** Changes that an earlier visit could not send. */
  pending: CampaignDraft;
  send(changes: CampaignDraft): Promise<{ savedAt: string }>;
  /** Keeps what is not sent where a reload finds it. */
  keep(pending: CampaignDraft): void;
  onState(state: SaveState): void;
}

const saveAfterMs = 600;
const tryAgainAfterMs = 4_000;
const tryAgainAtMostAfterMs = 60_000;

/**
 * Sends changes of a draft 600 ms after the last one, or at once when flushed. One request at a time, so that an older
 * text never overwrites a newer one; what fails is kept and sent again after 4 s, then
 * ever later, and newer changes win over it.
 */
export function createDraftSaver({ pending, send, keep, onState }: DraftSaverOptions) {
  let waiting = pending;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;
  let failures = 0;

  function later(waitMs: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), waitMs);
  }

  async function sendWaiting(): Promise<boolean> {
    const sent = waiting;
    waiting = {};
    onState({ kind: 'saving' });
    try {
      const { savedAt } = await send(sent);
      failures = 0;
      keep(waiting);
      onState({ kind: 'saved', at: savedAt });
      return true;
    } catch {
      waiting = { ...sent, ...waiting };
      onState({ kind: 'unsaved' });
      later(Math.min(tryAgainAtMostAfterMs, tryAgainAfterMs * 2 ** failures));
      failures += 1;
      return false;
    }
  }

  /** Sends what is not saved yet; false when it could not be. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    while (running) await running;
    if (Object.keys(waiting).length === 0) return true;
    running = sendWaiting().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    flush,
    change(changes: CampaignDraft) {
      waiting = { ...waiting, ...changes };
      keep(waiting);
      later(saveAfterMs);
    },
    /** Drops what was not sent: the draft is deleted or confirmed. */
    forget() {
      clearTimeout(timer);
      waiting = {};
      keep(waiting);
    },
  };
}
