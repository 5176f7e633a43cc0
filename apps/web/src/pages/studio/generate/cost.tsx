import { LinkButton } from '../../../components/link.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from './generate.module.css';
import type { Offers } from './use-wish.ts';

const leftOf = ({ used, limit }: { used: number; limit: number }) => Math.max(0, limit - used);
const expectedBytes = (offers: Offers, durationSeconds: number) =>
  offers.expectedBytesPerSecond * durationSeconds;

const videosFull = (offers: Offers) => leftOf(offers.videos) < 1;
const storageFull = (offers: Offers, durationSeconds: number) =>
  leftOf(offers.storage) < expectedBytes(offers, durationSeconds);

/** Whether the server would refuse it, as far as is known here. */
export const isFull = (offers: Offers, durationSeconds: number): boolean =>
  videosFull(offers) || storageFull(offers, durationSeconds);

/** What one more video takes of the plan. */
export function Cost({ offers, durationSeconds }: { offers: Offers; durationSeconds: number }) {
  const texts = useTexts('generate').cost;
  const formats = useFormats();
  const left = leftOf(offers.videos);
  return (
    <Card>
      <h2>{texts.title}</h2>
      <Facts
        facts={[
          {
            name: texts.videos,
            value:
              left < 1
                ? texts.videosNone(formats.number(offers.videos.limit))
                : texts.videosValue(formats.number(offers.videos.limit), formats.number(left - 1)),
          },
          { name: texts.resets, value: formats.date(offers.videos.resetsAt) },
          {
            name: texts.storage,
            value:
              leftOf(offers.storage) === 0
                ? texts.storageNone(formats.storage(expectedBytes(offers, durationSeconds)))
                : texts.storageValue(
                    formats.storage(expectedBytes(offers, durationSeconds)),
                    formats.storage(leftOf(offers.storage)),
                  ),
          },
          { name: texts.plan, value: offers.plan },
        ]}
      />
      <p className={styles.note}>{texts.note}</p>
    </Card>
  );
}

/** What is full, and the way out. */
export function WayOut({ offers, durationSeconds }: { offers: Offers; durationSeconds: number }) {
  const texts = useTexts('generate').full;
  const formats = useFormats();
  if (!isFull(offers, durationSeconds)) return null;
  const ofVideos = videosFull(offers);
  const { liftedBy } = ofVideos ? offers.videos : offers.storage;
  return (
    <Notice
      tone="bad"
      title={ofVideos ? texts.videos : texts.storage}
      action={
        <div className={styles.ways}>
          {liftedBy ? <LinkButton href={paths.plans()}>{texts.plans}</LinkButton> : null}
          {ofVideos ? null : (
            <>
              <LinkButton href={paths.studioVideos()}>{texts.library}</LinkButton>
              <LinkButton href={paths.studioVideos('bin')}>{texts.bin}</LinkButton>
            </>
          )}
        </div>
      }
    >
      {ofVideos ? texts.videosText(formats.date(offers.videos.resetsAt)) : texts.storageText}{' '}
      {liftedBy ? texts.lifted(liftedBy) : null}
    </Notice>
  );
}
