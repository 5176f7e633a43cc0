import { comeBackWithinMs, normaliseEmail } from '@backlot/core';
import { type FormEvent, useRef, useState } from 'react';
import { ApiError } from '../../../components/api-error.tsx';
import { Stack } from '../../../components/page.tsx';
import type { Me } from '../../../components/session.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { TextInput } from '../../../ui/inputs.tsx';

/** The end of the account: typed, asked once more, and undone by signing in within 14 days. */
export function EraseAccount({ me }: { me: Me }) {
  const texts = useTexts('settings').data;
  const formats = useFormats();
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [eraseAtMs, setEraseAtMs] = useState<number | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { data: billing } = trpc.billing.mine.useQuery();
  const ending = billing?.subscription?.runs ? (billing.subscription.plan ?? billing.plan) : null;
  const loss = texts.eraseLoss(formats.date(eraseAtMs ?? 0));
  const erase = trpc.settings.requestDeletion.useMutation({
    // A whole load: nothing of a member stays in the memory of the page.
    onSuccess: () => location.assign(paths.home()),
    onError: () => setEraseAtMs(null),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    const wrong = normaliseEmail(email) === me.email ? null : texts.confirmWrong;
    setProblem(wrong);
    if (wrong) form.current?.querySelector('input')?.focus();
    else setEraseAtMs(Date.now() + comeBackWithinMs);
  }
  return (
    <Card>
      <h2>{texts.eraseTitle}</h2>
      <p>{texts.eraseText}</p>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap={16}>
          <TextInput
            label={texts.confirm}
            hint={texts.confirmHint(me.email)}
            error={problem}
            name="confirmation"
            autoComplete="off"
            autoCapitalize="off"
            inputMode="email"
            spellCheck={false}
            value={email}
            onChange={(typed) => {
              setEmail(typed);
              setProblem(null);
            }}
          />
          {erase.isError ? <ApiError error={erase.error} /> : null}
          <div>
            <Button type="submit" look="danger" busy={erase.isPending}>
              {texts.erase}
            </Button>
          </div>
        </Stack>
      </form>
      <ConfirmLoss
        open={eraseAtMs !== null}
        title={texts.eraseAsk}
        text={ending ? `${loss} ${texts.eraseEndsPlan(ending)}` : loss}
        confirm={texts.erase}
        cancel={texts.stay}
        busy={erase.isPending}
        onConfirm={() => erase.mutate({ email, endSubscription: ending !== null })}
        onCancel={() => setEraseAtMs(null)}
      />
    </Card>
  );
}
