import { campaignPrices } from '@backlot/core';
import { lazy, Suspense } from 'react';
import { Link, LinkButton } from '../../components/link.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Poster } from '../../ui/poster.tsx';
import styles from './home.module.css';

/** Seen seldom, so not in the first load. */
const NothingShowing = lazy(() => import('./nothing-showing.tsx'));
const ShowingFailed = lazy(() => import('./showing-failed.tsx'));

type Published = RouterOutputs['campaigns']['published'][number];

function FilmCard({ film, eager }: { film: Published; eager: boolean }) {
  const texts = useTexts('home');
  return (
    <li>
      <Link href={paths.published(film.slug)} className={styles.film}>
        <Poster
          src={film.posterUrl}
          alt=""
          averageColour={film.averageColour}
          durationSeconds={film.durationMs / 1000}
          eager={eager}
        />
        <span className={styles.filmTitle} lang={film.language}>
          {film.title}
        </span>
        <span className={styles.filmBy}>{texts.by(film.by)}</span>
      </Link>
    </li>
  );
}

function Showing() {
  const published = trpc.campaigns.published.useQuery();
  if (published.data === undefined) {
    return published.isError ? (
      <ShowingFailed error={published.error} retry={() => void published.refetch()} />
    ) : (
      <div className={styles.pending} />
    );
  }
  if (published.data.length === 0) return <NothingShowing />;
  return (
    <ul className={styles.films}>
      {published.data.map((film, index) => (
        <FilmCard key={film.slug} film={film} eager={index < 3} />
      ))}
    </ul>
  );
}

export default function Home() {
  const texts = useTexts('home');
  const formats = useFormats();
  const price = campaignPrices.individual;
  return (
    <div className="page">
      <div className={styles.hero}>
        <div>
          <PageTitle documentTitle="Backlot" lead={texts.lead}>
            {texts.title}
          </PageTitle>
          <p className={styles.start}>
            <LinkButton look="primary" href={paths.newCampaign()}>
              {texts.start}
            </LinkButton>
            <span>{texts.price(formats.money(price.amountMinor, price.currency))}</span>
          </p>
        </div>
        <div className={styles.set} aria-hidden="true" />
      </div>
      <ol className={styles.road} aria-label={texts.road}>
        {texts.steps.map(([name, text], index) => (
          <li key={name}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <strong>{name}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
      <section aria-labelledby="showing" className={styles.showing}>
        <h2 id="showing">{texts.showing}</h2>
        <Suspense fallback={<div className={styles.pending} />}>
          <Showing />
        </Suspense>
      </section>
    </div>
  );
}
