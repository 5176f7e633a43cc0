import { useRef } from 'react';
import { useParams } from 'wouter';
import { LinkButton } from '../../components/link.tsx';
import { Page, Row } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { CopyIcon } from '../../ui/icons.tsx';
import { Player } from '../../ui/player.tsx';
import { toast } from '../../ui/toast-store.ts';
import styles from './watch.module.css';

type Film = RouterOutputs['campaigns']['public'];

/** A published film: the picture first, and what is said of it below. */
function Screen({ film, onFailure }: { film: Film; onFailure(): void }) {
  const texts = useTexts('watch');
  const formats = useFormats();
  return (
    <article>
      <div className={styles.screen}>
        <Player
          src={film.filmUrl}
          poster={film.posterUrl}
          title={film.title}
          durationSeconds={film.durationMs / 1000}
          width={film.widthPx}
          height={film.heightPx}
          onFailure={onFailure}
        />
      </div>
      <div className={styles.words} lang={film.language}>
        <PageTitle lead={<span>{texts.by(film.by)}</span>}>{film.title}</PageTitle>
        {film.brief ? <p className={styles.brief}>{film.brief}</p> : null}
      </div>
      <div className={styles.foot}>
        <p>{texts.published(formats.date(film.publishedAt))}</p>
        <Row>
          <Button
            icon={<CopyIcon />}
            onClick={() =>
              navigator.clipboard
                .writeText(location.origin + paths.published(film.slug))
                .then(() => toast(texts.shared))
            }
          >
            {texts.share}
          </Button>
          <LinkButton href={paths.newCampaign()}>{texts.start}</LinkButton>
        </Row>
      </div>
    </article>
  );
}

export default function Watch() {
  const { slug = '' } = useParams<{ slug: string }>();
  // The address of the film is minted for this view: asked for anew only when it no longer works, never while it plays.
  const film = trpc.campaigns.public.useQuery({ slug }, { staleTime: Number.POSITIVE_INFINITY });
  const renewed = useRef(false);
  function renewOnce() {
    if (renewed.current) return;
    renewed.current = true;
    void film.refetch();
  }
  return (
    <Page>
      <QueryView query={film} minHeight={640}>
        {(found) => <Screen film={found} onFailure={renewOnce} />}
      </QueryView>
    </Page>
  );
}
