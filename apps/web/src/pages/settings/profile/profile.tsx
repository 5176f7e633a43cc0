import { DisplaySettings } from '../../../components/display-settings.tsx';
import { Stack } from '../../../components/page.tsx';
import { useTexts } from '../../../i18n/texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { SettingsFrame } from '../frame.tsx';
import { Name } from './name.tsx';
import { Picture } from './picture.tsx';
import { Stats } from './stats.tsx';

/** Who one is here: picture, name, language, and what one has. */
export default function ProfilePage() {
  const texts = useTexts('settings').profile;
  const account = useTexts('account').settings;
  return (
    <SettingsFrame title={texts.title}>
      {(me) => (
        <>
          <Picture me={me} />
          <Name me={me} />
          <Card>
            <Stack gap={8}>
              <h2>{account.display}</h2>
              <p>{account.displayText}</p>
            </Stack>
            <DisplaySettings />
          </Card>
          <Stats />
        </>
      )}
    </SettingsFrame>
  );
}
