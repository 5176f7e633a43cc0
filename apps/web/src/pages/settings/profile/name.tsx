import { displayNameLengthMax } from '@backlot/core';
import { type FormEvent, useRef, useState } from 'react';
import { ApiError } from '../../../components/api-error.tsx';
import { Stack } from '../../../components/page.tsx';
import type { Me } from '../../../components/session.ts';
import { useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, Facts } from '../../../ui/card.tsx';
import { TextInput } from '../../../ui/inputs.tsx';
import { toast } from '../../../ui/toast-store.ts';

/** The name that others see, and what cannot be changed here. */
export function Name({ me }: { me: Me }) {
  const texts = useTexts('settings').profile;
  const account = useTexts('account').settings;
  const utils = trpc.useUtils();
  const [name, setName] = useState(me.displayName);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const save = trpc.settings.setDisplayName.useMutation({
    async onSuccess() {
      await utils.auth.me.invalidate();
      toast(texts.saved);
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    const displayName = name.trim();
    const wrong =
      displayName === ''
        ? texts.nameMissing
        : displayName.length > displayNameLengthMax
          ? texts.nameTooLong(displayNameLengthMax)
          : null;
    setProblem(wrong);
    if (wrong) return form.current?.querySelector('input')?.focus();
    save.mutate({ displayName });
  }
  return (
    <Card>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap={16}>
          <TextInput
            label={texts.name}
            hint={texts.nameHint}
            error={problem}
            name="name"
            autoComplete="name"
            value={name}
            onChange={setName}
          />
          {save.isError ? <ApiError error={save.error} /> : null}
          <div>
            <Button type="submit" look="primary" busy={save.isPending}>
              {texts.save}
            </Button>
          </div>
        </Stack>
      </form>
      <Facts
        facts={[
          { name: account.email, value: me.email },
          { name: account.role, value: account.roles[me.role] },
        ]}
      />
    </Card>
  );
}
