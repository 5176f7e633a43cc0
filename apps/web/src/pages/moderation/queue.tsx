import { Link } from '../../components/link.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { Page } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Empty } from '../../ui/empty.tsx';
import { ChairDrawing } from '../../ui/gear.tsx';
import { Poster } from '../../ui/poster.tsx';
import { Status, type StatusTone, Tag } from '../../ui/status.tsx';
import styles from './queue.module.css';

type Review = RouterOutputs['moderation']['queue'][number];

const tones: Record<Review['held'], StatusTone> = { free: 'waiting', mine: 'running', other: 'calm' };

function ReviewCard({ review }: { review: Review }) {
  const texts = useTexts('moderation');
  const formats = useFormats();
  return (
    <li>
      <Link href={paths.moderationCase(review.reviewId)} className={styles.card}>
        <Poster
          src={review.posterUrl}
          alt=""
          averageColour={review.averageColour}
          durationSeconds={review.durationMs === null ? null : review.durationMs / 1000}
        />
        <span className={styles.title}>{review.title}</span>
        <span className={styles.meta}>{texts.by(review.ownerName)}</span>
        <span className={styles.meta}>{texts.waitingSince(formats.dateTime(review.waitingSince))}</span>
        <span className={styles.state}>
          <Status tone={tones[review.held]}>{review.own ? texts.own : texts.held[review.held]}</Status>
          {review.kind === 'appeal' ? <Tag>{texts.appeal}</Tag> : null}
        </span>
      </Link>
    </li>
  );
}

function Queue() {
  const texts = useTexts('moderation');
  const queue = trpc.moderation.queue.useQuery();
  return (
    <QueryView query={queue}>
      {(reviews) => (
        <Page>
          <PageTitle lead={reviews.length > 0 ? texts.waiting(reviews.length) : null}>
            {texts.title}
          </PageTitle>
          {reviews.length === 0 ? (
            <Empty drawing={<ChairDrawing />} title={texts.empty.title} text={texts.empty.text} />
          ) : (
            <ul className={styles.grid}>
              {reviews.map((review) => (
                <ReviewCard key={review.reviewId} review={review} />
              ))}
            </ul>
          )}
        </Page>
      )}
    </QueryView>
  );
}

export default function QueuePage() {
  return <MembersOnly>{() => <Queue />}</MembersOnly>;
}
