import { useEffect, useState } from 'react';
import { useParams } from 'wouter';
import { Link } from '../../components/link.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { Page } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Player } from '../../ui/player.tsx';
import styles from './case.module.css';
import { CaseFacts } from './case-facts.tsx';
import { Decision } from './decision.tsx';

export type Review = RouterOutputs['moderation']['get'];

/** The address of a film changes with every answer; the player keeps its own until that one fails. */
function useSteadyAddress(fresh: string) {
  const [address, setAddress] = useState(fresh);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!failed || fresh === address) return;
    setAddress(fresh);
    setFailed(false);
  }, [failed, fresh, address]);
  return { address, fail: () => setFailed(true) };
}

function Case({ review, refresh }: { review: Review; refresh(): void }) {
  const texts = useTexts('moderation');
  const formats = useFormats();
  const { address, fail } = useSteadyAddress(review.filmUrl);
  return (
    <Page>
      <PageTitle
        over={<Link href={paths.moderation()}>{texts.back}</Link>}
        lead={`${texts.by(review.ownerName)} · ${texts.waitingSince(formats.dateTime(review.waitingSince))}`}
      >
        {review.title}
      </PageTitle>
      <div className={styles.desk}>
        <div className={styles.picture}>
          <Player
            src={address}
            poster={review.posterUrl}
            title={review.title}
            durationSeconds={review.durationMs === null ? null : review.durationMs / 1000}
            onFailure={() => {
              fail();
              refresh();
            }}
          />
        </div>
        <div className={styles.decide}>
          <Decision review={review} />
        </div>
        <div className={styles.facts}>
          <CaseFacts review={review} />
        </div>
      </div>
    </Page>
  );
}

function Find() {
  const { id = '' } = useParams<{ id: string }>();
  const review = trpc.moderation.get.useQuery({ reviewId: id });
  return (
    <QueryView query={review} minHeight={640}>
      {(found) => <Case key={found.reviewId} review={found} refresh={() => void review.refetch()} />}
    </QueryView>
  );
}

export default function CasePage() {
  return <MembersOnly>{() => <Find />}</MembersOnly>;
}
