import { type ReactNode, useState } from 'react';
import { useFormats, useTexts } from '../i18n/texts.tsx';
import { Button, IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { CheckIcon, ChevronIcon, CloseIcon, PauseIcon, PlayIcon } from './icons.tsx';
import { ByteFigures } from './progress.tsx';
import { WarningIcon } from './shell-icons.tsx';
import styles from './upload-tray.module.css';

export type TrayState =
  | 'waiting'
  | 'uploading'
  | 'paused'
  | 'offline'
  | 'verifying'
  | 'done'
  | 'failed'
  | 'film_missing';

/** One film on its way, as the tray shows it; who moves the bytes is not the tray's business. */
export interface TrayItem {
  id: string;
  title: string;
  state: TrayState;
  doneBytes: number;
  totalBytes: number;
  bytesPerSecond?: number | null;
  /** What went wrong and what to do next, when `state` is failed. */
  problem?: string | null;
}

export interface UploadTrayProps {
  items: readonly TrayItem[];
  onPause(id: string): void;
  onResume(id: string): void;
  onDismiss(id: string): void;
  /** Begin as one line, where the tray would hide what the page says anyway; people may open it. */
  startSmall?: boolean;
  /** A link to where the film can be picked again or its campaign be seen; given by a room that knows addresses. */
  link?(item: TrayItem, label: string): ReactNode;
}

const sectors = 32;

/** The card being read: as many sectors as bytes done. */
function Card({ item }: { item: TrayItem }) {
  const texts = useTexts('ui').tray;
  const formats = useFormats();
  const ratio = item.totalBytes === 0 ? 0 : Math.min(1, item.doneBytes / item.totalBytes);
  const full = item.state === 'done' ? sectors : Math.floor(ratio * sectors);
  return (
    <div
      className={cx(styles.sectors, styles[item.state])}
      role="progressbar"
      aria-label={`${item.title}: ${texts.states[item.state]}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(ratio * 100)}
      aria-valuetext={formats.percent(ratio)}
    >
      {Array.from({ length: sectors }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sector is its position
        <span key={index} data-full={index < full || undefined} data-next={index === full || undefined} />
      ))}
    </div>
  );
}

function Item({ item, tray }: { item: TrayItem; tray: UploadTrayProps }) {
  const texts = useTexts('ui').tray;
  const moving = item.state === 'uploading' || item.state === 'waiting' || item.state === 'offline';
  const settled = item.state === 'done' || item.state === 'verifying';
  return (
    <li className={styles.item}>
      <div className={styles.titleLine}>
        <span className={styles.title}>{item.title}</span>
        {moving ? (
          <IconButton label={texts.pause} icon={<PauseIcon />} onClick={() => tray.onPause(item.id)} />
        ) : null}
        {item.state === 'paused' ? (
          <IconButton label={texts.resume} icon={<PlayIcon />} onClick={() => tray.onResume(item.id)} />
        ) : null}
        {item.state === 'done' ? (
          <IconButton label={texts.dismiss} icon={<CloseIcon />} onClick={() => tray.onDismiss(item.id)} />
        ) : null}
      </div>
      <Card item={item} />
      <p className={cx(styles.state, styles[item.state])}>
        {item.state === 'done' ? <CheckIcon size={16} /> : null}
        {item.state === 'failed' || item.state === 'film_missing' ? <WarningIcon size={16} /> : null}
        {item.problem ?? texts.states[item.state]}
      </p>
      {settled ? null : (
        <ByteFigures
          doneBytes={item.doneBytes}
          totalBytes={item.totalBytes}
          bytesPerSecond={item.state === 'uploading' ? item.bytesPerSecond : null}
        />
      )}
      {item.state === 'failed' ? (
        <Button size="small" onClick={() => tray.onResume(item.id)}>
          {texts.retry}
        </Button>
      ) : null}
      {tray.link?.(item, item.state === 'film_missing' ? texts.pickAgain : texts.open)}
    </li>
  );
}

/** The camera card being offloaded, on every page while a film is on its way. */
export function UploadTray(props: UploadTrayProps) {
  const texts = useTexts('ui').tray;
  const formats = useFormats();
  const [chosen, setChosen] = useState<'small' | 'large' | null>(null);
  if (props.items.length === 0) return null;
  const allDone = props.items.every((item) => item.state === 'done');
  const needsPerson = props.items.some((item) => item.state === 'failed' || item.state === 'film_missing');
  const small = chosen ? chosen === 'small' : !needsPerson && (props.startSmall || allDone);
  const done = props.items.reduce(
    (sum, item) => sum + (item.state === 'done' ? item.totalBytes : item.doneBytes),
    0,
  );
  const total = props.items.reduce((sum, item) => sum + item.totalBytes, 0);
  return (
    <section className={cx(styles.tray, 'raised')} aria-label={texts.label}>
      <header className={styles.head}>
        <span className={styles.contacts} aria-hidden="true" />
        <span className={styles.headLabel}>{small && allDone ? texts.states.done : texts.label}</span>
        <span className={styles.percent}>{total > 0 ? formats.percent(done / total) : ''}</span>
        {small && allDone ? (
          <IconButton
            label={texts.dismiss}
            icon={<CloseIcon />}
            onClick={() => {
              for (const item of props.items) props.onDismiss(item.id);
            }}
          />
        ) : null}
        <IconButton
          label={small ? texts.expand : texts.collapse}
          aria-expanded={!small}
          icon={<ChevronIcon className={small ? styles.up : undefined} />}
          onClick={() => setChosen(small ? 'large' : 'small')}
        />
      </header>
      {small ? (
        <div className={styles.line} data-done={allDone || undefined}>
          <span style={{ width: total > 0 ? `${(100 * done) / total}%` : 0 }} />
        </div>
      ) : (
        <ul className={styles.items}>
          {props.items.map((item) => (
            <Item key={item.id} item={item} tray={props} />
          ))}
        </ul>
      )}
    </section>
  );
}
