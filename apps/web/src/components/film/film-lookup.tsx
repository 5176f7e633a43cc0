import type { ReactNode } from 'react';
import { lookAgain } from '../../film/index.ts';
import { useTexts } from '../../i18n/texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useFilmsStuck } from '../kept-films.ts';

/** In the place of a film that is still looked up; when the browser does not answer, it says so, with a way out. */
export function FilmLookup({ children }: { children?: ReactNode }) {
  const texts = useTexts('film').stuck;
  if (!useFilmsStuck()) return children;
  return (
    <Notice
      tone="bad"
      urgent
      title={texts.title}
      action={
        <Button size="small" onClick={() => void lookAgain()}>
          {texts.retry}
        </Button>
      }
    >
      {texts.text}
    </Notice>
  );
}
