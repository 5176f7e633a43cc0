import type { BroughtPicture } from '@backlot/core';
import { useTexts } from '../i18n/texts.tsx';
import { Button } from '../ui/button.tsx';
import { ByteFigures, Progress } from '../ui/progress.tsx';
import type { PictureWork } from './use-send-picture.ts';

/** How far a picture is, and the way to stop it. */
export function PictureProgress({ work, purpose }: { work: PictureWork; purpose: BroughtPicture }) {
  const texts = useTexts('picture');
  const { at, sentBytes } = work.step;
  return (
    <>
      <Progress
        label={at === 'checking' ? texts.checking[purpose] : texts[at]}
        done={at === 'sending' ? sentBytes : null}
        total={work.totalBytes}
        figures={<ByteFigures doneBytes={sentBytes} totalBytes={work.totalBytes} />}
      />
      <div>
        <Button size="small" onClick={() => work.stop.abort()}>
          {texts.cancel}
        </Button>
      </div>
    </>
  );
}
