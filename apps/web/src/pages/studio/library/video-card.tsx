import { Link } from '../../../components/link.tsx';
import { useKeptAddress } from '../../../components/use-kept-address.ts';
import { type Video, VideoStageLamp } from '../../../components/video-stage.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { cx } from '../../../ui/cx.ts';
import { FilmIcon } from '../../../ui/icons.tsx';
import { Poster } from '../../../ui/poster.tsx';
import { keptWords } from '../video/video-facts.tsx';
import styles from './library.module.css';

/** A video on its shelf; the whole card leads to it, and its corner is for marking. */
export function VideoCard(props: {
  video: Video;
  eager: boolean;
  marked: boolean;
  /** Null where nothing can be done with it now. */
  onMark: (() => void) | null;
}) {
  const { video, marked, onMark } = props;
  const texts = useTexts('library');
  const { averageColour, file } = video;
  const posterUrl = useKeptAddress(video.posterUrl);
  return (
    <li className={cx(styles.card, marked && styles.marked)}>
      <Link href={paths.studioVideo(video.videoId)} className={styles.link}>
        <div className={styles.picture}>
          <Poster
            src={posterUrl}
            alt=""
            averageColour={averageColour}
            durationSeconds={file?.durationMs == null ? video.durationSeconds : file.durationMs / 1_000}
            eager={props.eager}
          />
          {posterUrl === null ? <FilmIcon size={28} className={styles.noPoster} /> : null}
        </div>
        <span className={styles.title}>{video.title}</span>
      </Link>
      <VideoStageLamp video={video} />
      <Keeping video={video} />
      {onMark ? (
        <label className={styles.mark}>
          <input type="checkbox" checked={marked} aria-label={texts.mark(video.title)} onChange={onMark} />
        </label>
      ) : null}
    </li>
  );
}

/** How long it is kept, where that is known; else when it was asked for. */
function Keeping({ video }: { video: Video }) {
  const texts = useTexts('studio');
  const formats = useFormats();
  const words =
    video.binEndsAt !== null
      ? texts.deletedOn(formats.date(video.binEndsAt))
      : video.stage === 'stored'
        ? keptWords(video, texts, formats)
        : formats.relative(video.createdAt, Date.now());
  return <span className={styles.meta}>{words}</span>;
}
