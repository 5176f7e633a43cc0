import { Link } from '../../../components/link.tsx';
import { MembersOnly } from '../../../components/members-only.tsx';
import { Page } from '../../../components/page.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import type { Me } from '../../../components/session.ts';
import { useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { trpc } from '../../../trpc.ts';
import { Empty } from '../../../ui/empty.tsx';
import { CameraDrawing } from '../../../ui/gear.tsx';
import { WishForm } from './wish-form.tsx';

function Generate({ me }: { me: Me }) {
  const texts = useTexts('generate');
  const studio = useTexts('studio');
  const offers = trpc.videos.offers.useQuery();
  return (
    <Page>
      <PageTitle over={<Link href={paths.studioVideos()}>{studio.video.back}</Link>} lead={texts.lead}>
        {texts.title}
      </PageTitle>
      <QueryView query={offers} minHeight={720}>
        {(found) =>
          found.providers.length === 0 ? (
            <Empty drawing={<CameraDrawing />} title={texts.none.title} text={texts.none.text} />
          ) : (
            <WishForm offers={found} memberId={me.memberId} />
          )
        }
      </QueryView>
    </Page>
  );
}

/** The form by which an AI video is asked for. */
export default function GeneratePage() {
  return <MembersOnly>{(me) => <Generate me={me} />}</MembersOnly>;
}
