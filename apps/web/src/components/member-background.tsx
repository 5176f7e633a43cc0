import { useEffect } from 'react';
import { trpc } from '../trpc.ts';
import { LiveNotices } from './live-notices.tsx';
import { languageWasChosen, setLanguage, usePreferences } from './preferences.ts';
import { useMe } from './session.ts';
import { Tray } from './tray.tsx';
import { startUploads } from './uploads.ts';
import { VideoWatch } from './video-watch.tsx';

/** The language of the account follows a choice made here; without one, this browser follows the account. */
function useAccountLanguage() {
  const me = useMe();
  const { language } = usePreferences();
  const { mutate } = trpc.settings.setLanguage.useMutation();
  const ofAccount = me?.language;
  useEffect(() => {
    if (!ofAccount || ofAccount === language) return;
    if (languageWasChosen()) mutate({ language });
    else setLanguage(ofAccount);
  }, [ofAccount, language, mutate]);
}

/** What goes on behind every page of a member: notices, uploads, and the tray that shows them. */
export default function MemberBackground() {
  const { client } = trpc.useUtils();
  useAccountLanguage();
  useEffect(() => startUploads(client.uploads), [client]);
  return (
    <>
      <LiveNotices />
      <VideoWatch />
      <Tray />
    </>
  );
}
