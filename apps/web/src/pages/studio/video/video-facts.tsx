import type { Video } from '../../../components/video-stage.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { Card, Facts } from '../../../ui/card.tsx';
import styles from './video.module.css';

/** What was asked for, what came, and how long it is kept. */
export function VideoFacts({ video }: { video: Video }) {
  const studio = useTexts('studio');
  const texts = studio.video.facts;
  const formats = useFormats();
  const { file } = video;
  const seconds = (count: number) => studio.seconds(formats.number(count));
  const fact = (name: string, value: string | null) => (value === null ? [] : [{ name, value }]);
  return (
    <Card>
      <h2>{texts.title}</h2>
      <blockquote className={styles.prompt}>{video.prompt}</blockquote>
      <Facts
        facts={[
          { name: texts.provider, value: studio.providers[video.provider] },
          {
            name: texts.duration,
            value:
              file?.durationMs == null
                ? texts.asked(seconds(video.durationSeconds))
                : seconds(Math.round(file.durationMs / 100) / 10),
          },
          { name: texts.shape, value: studio.aspects[video.aspect] },
          { name: texts.made, value: formats.dateTime(video.createdAt) },
          // What is known only later comes last: nothing above it moves.
          ...fact(
            texts.dimensions,
            file?.widthPx && file.heightPx ? texts.px(file.widthPx, file.heightPx) : null,
          ),
          ...fact(texts.size, file && formats.bytes(file.sizeBytes)),
          ...fact(texts.stored, video.storedAt && formats.dateTime(video.storedAt)),
          ...fact(texts.kept, video.stage === 'stored' ? keptWords(video, studio, formats) : null),
        ]}
      />
    </Card>
  );
}

/** Until when a stored video stays. */
export const keptWords = (
  video: Pick<Video, 'keepUntil'>,
  words: { keptUntil(day: string): string; keptForEver: string },
  formats: { date(value: string): string },
): string => (video.keepUntil === null ? words.keptForEver : words.keptUntil(formats.date(video.keepUntil)));
