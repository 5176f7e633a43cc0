import { completionCurrency } from '@backlot/core';
import { ActionBar } from '../../../components/action-bar.tsx';
import { ApiError } from '../../../components/api-error.tsx';
import { Link, LinkButton } from '../../../components/link.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { usePaymentPage } from '../../../components/use-payment-page.ts';
import { languageNames } from '../../../i18n/language.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/card.tsx';
import { Hash } from '../../../ui/hash.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Slate } from '../../../ui/slate.tsx';
import type { Campaign } from './draft-editor.tsx';
import styles from './edit.module.css';
import type { DraftDesk } from './use-draft.ts';
import type { Problems } from './use-problems.ts';

/** Everything that is about to be confirmed, on a slate, and the one button. */
export function RecapStep(props: {
  campaign: Campaign;
  desk: DraftDesk;
  problems: Problems;
  filmElsewhere: boolean;
}) {
  const { campaign, desk, problems, filmElsewhere } = props;
  const texts = useTexts('campaigns');
  const formats = useFormats();
  const payment = usePaymentPage(campaign.campaignId, desk.forget);
  const { draft } = desk;
  const { film } = draft;
  const price = formats.money(campaign.price.amountMinor, campaign.price.currency);
  const completion = draft.completionPriceMinor;
  const reason =
    problems.problems.length > 0 ? texts.recap.reasonMissing : filmElsewhere ? texts.recap.reasonFilm : null;

  async function confirmNow() {
    if (await desk.flush()) payment.go();
  }

  return (
    <>
      <PageTitle lead={texts.recap.lead}>{texts.recap.title}</PageTitle>
      <div className={styles.step}>
        <Slate
          production={draft.title?.trim() || texts.untitled}
          scene={draft.personName?.trim() || '—'}
          take={film ? formats.timeCode(film.durationMs / 1000) : texts.recap.takeNone}
          date={formats.date(Date.now())}
        >
          <Facts
            facts={[
              {
                name: texts.recap.brief,
                value: <span className={styles.brief}>{draft.brief?.trim() || texts.recap.noBrief}</span>,
              },
              {
                name: texts.recap.wanted,
                value: draft.completionsWanted == null ? '—' : formats.number(draft.completionsWanted),
              },
              {
                name: texts.recap.price,
                value:
                  completion == null
                    ? '—'
                    : completion === 0
                      ? texts.recap.free
                      : formats.money(completion, completionCurrency),
              },
              { name: texts.recap.language, value: draft.language ? languageNames[draft.language] : '—' },
              ...(film
                ? [
                    { name: texts.fields.film, value: film.originalName },
                    { name: texts.recap.size, value: formats.bytes(film.sizeBytes) },
                    {
                      name: texts.recap.hash,
                      value: <Hash value={film.sha256} name={texts.recap.hashName} />,
                    },
                  ]
                : []),
            ]}
          />
        </Slate>
        {problems.problems.length > 0 ? (
          <Notice tone="warning" title={texts.recap.incomplete}>
            <ul className={styles.fixes}>
              {problems.problems.map((problem) => (
                <li key={problem.field}>
                  <Link href={paths.editCampaign(campaign.campaignId, problem.step)}>
                    {texts.fields[problem.field]}
                  </Link>
                  {' · '}
                  {problems.words(problem)}
                </li>
              ))}
            </ul>
          </Notice>
        ) : null}
        {filmElsewhere ? (
          <Notice
            tone="warning"
            action={
              <LinkButton size="small" href={paths.editCampaign(campaign.campaignId, 'film')}>
                {texts.recap.fix(texts.edit.steps.film)}
              </LinkButton>
            }
          >
            {texts.recap.filmElsewhere}
          </Notice>
        ) : null}
        <div>
          <p className={styles.total}>
            <span>{texts.recap.total}</span>
            <strong>{price}</strong>
            <span>{texts.recap.why(texts.kinds[campaign.kind].title.toLocaleLowerCase())}</span>
          </p>
          <p className={styles.saved}>{texts.recap.confirmNote}</p>
        </div>
        {payment.error ? <ApiError error={payment.error} /> : null}
      </div>
      <ActionBar>
        <Button look="primary" busy={payment.busy} disabledReason={reason} onClick={() => void confirmNow()}>
          {payment.busy ? texts.recap.going : texts.recap.confirm(price)}
        </Button>
        <LinkButton href={paths.editCampaign(campaign.campaignId, 'terms')}>{texts.edit.back}</LinkButton>
      </ActionBar>
    </>
  );
}
