import { useTexts } from '../i18n/texts.tsx';
import { paths } from '../paths.ts';
import { DoorDrawing } from '../ui/gear.tsx';
import { LinkButton } from './link.tsx';
import { PageTitle } from './page-title.tsx';
import styles from './shell.module.css';

/** For addresses that lead nowhere, and for things that are not the reader's: the two look the same on purpose. */
export function NotFound() {
  const texts = useTexts('shell').notFound;
  return (
    <div className={styles.message}>
      <DoorDrawing className={styles.drawing} />
      <PageTitle lead={texts.text}>{texts.title}</PageTitle>
      <LinkButton href={paths.home()} look="primary">
        {texts.action}
      </LinkButton>
    </div>
  );
}
