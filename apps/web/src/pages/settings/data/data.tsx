import { useTexts } from '../../../i18n/texts.tsx';
import { SettingsFrame } from '../frame.tsx';
import { EraseAccount } from './erase-account.tsx';
import { Export } from './export.tsx';

/** What is kept of a member: a copy of it, and its end. */
export default function DataPage() {
  const texts = useTexts('settings').data;
  return (
    <SettingsFrame title={texts.title}>
      {(me) => (
        <>
          <Export />
          <EraseAccount me={me} />
        </>
      )}
    </SettingsFrame>
  );
}
