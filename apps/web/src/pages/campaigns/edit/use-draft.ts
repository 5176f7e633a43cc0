import type { CampaignDraft } from '@backlot/core';
import { useEffect, useState } from 'react';
import { noteSignedOut, trpc } from '../../../trpc.ts';
import { createDraftSaver, type SaveState } from './draft-saver.ts';

const keyOf = (campaignId: string) => `backlot.draft.${campaignId}`;

/** What was typed and has not reached the server; survives a reload and a crash. */
const unsent = {
  read(campaignId: string): CampaignDraft {
    try {
      return JSON.parse(localStorage.getItem(keyOf(campaignId)) ?? '{}') as CampaignDraft;
    } catch {
      return {};
    }
  },
  keep(campaignId: string, changes: CampaignDraft) {
    try {
      if (Object.keys(changes).length === 0) localStorage.removeItem(keyOf(campaignId));
      else localStorage.setItem(keyOf(campaignId), JSON.stringify(changes));
    } catch {
      // No storage: the changes live as long as the page.
    }
  },
};

/** A draft that is saved as it is typed, when a field is left, when the page is hidden, and when it is left. */
export function useDraft(campaignId: string, stored: CampaignDraft) {
  const utils = trpc.useUtils();
  const [draft, setDraft] = useState<CampaignDraft>(() => ({ ...stored, ...unsent.read(campaignId) }));
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const [saver] = useState(() =>
    createDraftSaver({
      pending: unsent.read(campaignId),
      keep: (pending) => unsent.keep(campaignId, pending),
      onState: setState,
      async send(changes) {
        try {
          const saved = await utils.client.campaigns.saveDraft.mutate({ campaignId, changes });
          utils.campaigns.get.setData({ campaignId }, (known) =>
            known?.stage === 'draft' ? { ...known, draft: { ...known.draft, ...changes } } : known,
          );
          return saved;
        } catch (error) {
          noteSignedOut(error);
          throw error;
        }
      },
    }),
  );

  useEffect(() => {
    void saver.flush();
    const onHidden = () => {
      if (document.hidden) void saver.flush();
    };
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      void saver.flush();
    };
  }, [saver]);

  function change(changes: CampaignDraft) {
    setDraft((known) => ({ ...known, ...changes }));
    saver.change(changes);
  }

  return { draft, state, change, flush: saver.flush, forget: saver.forget };
}

export type DraftDesk = ReturnType<typeof useDraft>;
