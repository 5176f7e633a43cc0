import { ApiError } from '../../../components/api-error.tsx';
import { Stack } from '../../../components/page.tsx';
import { usePaymentPage } from '../../../components/use-payment-page.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** A payment that has not come yet, and the way to the payment page. */
export function PayAgain(props: {
  campaignId: string;
  words: { title: string; text: string; action: string };
  tone?: 'info' | 'warning' | 'bad';
}) {
  const payment = usePaymentPage(props.campaignId);
  return (
    <Stack gap={12}>
      <Notice
        tone={props.tone ?? 'info'}
        title={props.words.title}
        action={
          <Button look="primary" busy={payment.busy} onClick={payment.go}>
            {props.words.action}
          </Button>
        }
      >
        {props.words.text}
      </Notice>
      {payment.error ? <ApiError error={payment.error} /> : null}
    </Stack>
  );
}
