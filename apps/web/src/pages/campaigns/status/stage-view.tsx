import { useSearchParams } from 'wouter';
import { LinkButton } from '../../../components/link.tsx';
import { Stack } from '../../../components/page.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Appeal } from './appeal.tsx';
import { NewFilm } from './new-film.tsx';
import { PayAgain } from './pay-again.tsx';
import type { Campaign } from './status.tsx';
import { Uploading } from './uploading.tsx';

/** What happens now, and the one thing to do. */
export function StageView({ campaign }: { campaign: Campaign }) {
  const texts = useTexts('campaign');
  const formats = useFormats();
  const [search] = useSearchParams();
  const { stage, order } = campaign;
  const reason = campaign.lastReason ? <Reason text={campaign.lastReason} /> : null;
  switch (stage) {
    case 'draft':
      return null;
    case 'to_pay':
      // Coming back from the payment page confirms nothing; only the provider does.
      if (search.has('paid'))
        return <Notice title={texts.paymentComing.title}>{texts.paymentComing.text}</Notice>;
      return (
        <PayAgain
          campaignId={campaign.campaignId}
          words={{ ...(search.has('left') ? texts.left : texts.toPay), action: texts.toPay.action }}
        />
      );
    case 'payment_failed':
      return <PayAgain campaignId={campaign.campaignId} words={texts.failed} tone="bad" />;
    case 'payment_expired':
      return <PayAgain campaignId={campaign.campaignId} words={texts.expired} tone="warning" />;
    case 'to_upload':
      if (campaign.film?.state === 'removed')
        return <Notice title={texts.refundComing.title}>{texts.refundComing.text}</Notice>;
      return <Uploading campaign={campaign} />;
    case 'verifying':
      return <Notice title={texts.verifying.title}>{texts.verifying.text}</Notice>;
    case 'in_review':
      return <Notice title={texts.review.title}>{texts.review.text}</Notice>;
    case 'changes_requested':
      return (
        <Stack>
          <Notice tone="warning" title={texts.changes.title}>
            {texts.changes.text}
          </Notice>
          {reason}
          <NewFilm campaign={campaign} />
        </Stack>
      );
    case 'rejected':
      return (
        <Stack>
          <Notice tone="bad" title={texts.rejected.title}>
            {texts.rejected.text}
          </Notice>
          {reason}
          <Appeal campaign={campaign} />
        </Stack>
      );
    case 'publishing':
      return (
        <Notice tone="good" title={texts.publishing.title}>
          {texts.publishing.text}
        </Notice>
      );
    case 'published':
      return (
        <Notice
          tone="good"
          title={texts.published.title}
          action={
            campaign.publicPath ? (
              <LinkButton look="primary" href={campaign.publicPath}>
                {texts.published.action}
              </LinkButton>
            ) : null
          }
        >
          {texts.published.text}
        </Notice>
      );
    case 'refunded':
      return (
        <Notice title={texts.refunded.title}>
          {texts.refunded.text(
            order ? formats.money(order.refunded.amountMinor, order.refunded.currency) : '',
          )}
        </Notice>
      );
    case 'disputed':
      return (
        <Notice tone="warning" title={texts.disputed.title}>
          {texts.disputed.text}
        </Notice>
      );
  }
}

function Reason({ text }: { text: string }) {
  const texts = useTexts('campaign');
  return (
    <Stack gap={8}>
      <h2>{texts.reason}</h2>
      <blockquote>{text}</blockquote>
    </Stack>
  );
}
