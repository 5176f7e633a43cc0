import { useLanguage, useTexts } from '../../../i18n/texts.tsx';
import type { SaveState } from './draft-saver.ts';
import styles from './edit.module.css';

/** Whether what was typed is safe. */
export function SavedNote({ state }: { state: SaveState }) {
  const texts = useTexts('campaigns').edit;
  const language = useLanguage();
  const time = (at: string) =>
    new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  return (
    <p className={styles.saved} role="status">
      {state.kind === 'saving' ? texts.saving : null}
      {state.kind === 'saved' ? texts.saved(time(state.at)) : null}
      {state.kind === 'unsaved' ? texts.unsaved : null}
    </p>
  );
}
