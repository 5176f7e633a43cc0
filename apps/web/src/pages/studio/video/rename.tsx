import { generationRules } from '@backlot/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../components/api-error.tsx';
import { Row, Stack } from '../../../components/page.tsx';
import type { Video } from '../../../components/video-stage.tsx';
import { useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { TextInput } from '../../../ui/inputs.tsx';
import { toast } from '../../../ui/toast-store.ts';

const { titleLengthMax } = generationRules;

/** Another title for a video, and for the file that is downloaded. */
export function RenameForm({ video, onDone }: { video: Video; onDone(): void }) {
  const texts = useTexts('studio').video.rename;
  const utils = trpc.useUtils();
  const form = useRef<HTMLFormElement>(null);
  const [title, setTitle] = useState(video.title);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => form.current?.querySelector('input')?.select(), []);
  const save = trpc.videos.rename.useMutation({
    async onSuccess() {
      await utils.videos.invalidate();
      toast(texts.saved);
      onDone();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    const wanted = title.trim();
    const wrong =
      wanted === '' ? texts.missing : wanted.length > titleLengthMax ? texts.tooLong(titleLengthMax) : null;
    setProblem(wrong);
    if (wrong) return form.current?.querySelector('input')?.focus();
    save.mutate({ videoId: video.videoId, title: wanted });
  }
  return (
    <Card>
      <form
        ref={form}
        onSubmit={submit}
        noValidate
        onKeyDown={(key) => {
          if (key.key === 'Escape') onDone();
        }}
      >
        <Stack gap={16}>
          <TextInput
            label={texts.label}
            hint={texts.hint}
            error={problem}
            name="title"
            autoComplete="off"
            value={title}
            onChange={setTitle}
          />
          {save.isError ? <ApiError error={save.error} /> : null}
          <Row>
            <Button type="submit" look="primary" busy={save.isPending}>
              {texts.save}
            </Button>
            <Button look="bare" onClick={onDone}>
              {texts.cancel}
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
