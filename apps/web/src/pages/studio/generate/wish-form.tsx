import { type Aspect, generationRules, type VideoProviderName } from '@backlot/core';
import { type FormEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ActionBar } from '../../../components/action-bar.tsx';
import { ApiError } from '../../../components/api-error.tsx';
import { Stack } from '../../../components/page.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { codeOf, trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/inputs.tsx';
import { Picks, Shape } from '../../../ui/picks.tsx';
import { Cost, isFull, WayOut } from './cost.tsx';
import { Examples } from './examples.tsx';
import styles from './generate.module.css';
import { SeedPicture } from './seed-picture.tsx';
import { fitWish, type Offers, useWish } from './use-wish.ts';

const { promptLengthMin } = generationRules;

const ratios: Record<Aspect, number> = { '16:9': 16 / 9, '9:16': 9 / 16, '1:1': 1 };

/** What is asked for, beside what it will take. Kept as it is typed; sent once for one press. */
export function WishForm({ offers, memberId }: { offers: Offers; memberId: string }) {
  const texts = useTexts('generate');
  const studio = useTexts('studio');
  const formats = useFormats();
  const utils = trpc.useUtils();
  const [, goTo] = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const { wish, change, keyOf, done } = useWish(memberId);
  const [problem, setProblem] = useState<string | null>(null);
  const generate = trpc.videos.generate.useMutation({
    onSuccess({ generationId }) {
      done();
      void utils.videos.invalidate();
      void utils.usage.invalidate();
      // The first video of a generation has its id.
      goTo(paths.studioVideo(generationId));
    },
    onError(error) {
      // What was offered when this page came is not offered any more.
      if (codeOf(error) === 'QUOTA_EXCEEDED' || codeOf(error) === 'BAD_INPUT')
        void utils.videos.offers.invalidate();
      // A picture that was never used is forgotten after a day.
      if (codeOf(error) === 'NOT_FOUND') change({ seed: null });
    },
  });
  const fitted = fitWish(wish, offers.providers);
  if (!fitted) return null;
  const { provider, durationSeconds, aspect } = fitted;
  const { promptLengthMax } = provider;
  const full = isFull(offers, durationSeconds);
  const tooLong =
    wish.prompt.trim().length > promptLengthMax
      ? texts.tooLong(studio.providers[provider.name], formats.number(promptLengthMax))
      : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (generate.isPending || generate.isSuccess || full) return;
    const prompt = wish.prompt.trim();
    const tooShort = prompt.length < promptLengthMin ? texts.tooShort(promptLengthMin) : null;
    setProblem(tooShort);
    if (tooShort ?? tooLong) return form.current?.querySelector('textarea')?.focus();
    generate.mutate({
      ...{ requestKey: keyOf(), prompt, durationSeconds, aspect, provider: provider.name },
      seedAssetId: provider.seedImage ? (wish.seed?.assetId ?? null) : null,
    });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className={styles.form}>
      <Stack>
        <TextArea
          label={texts.prompt}
          hint={texts.promptHint}
          error={problem ?? tooLong}
          name="prompt"
          value={wish.prompt}
          limit={promptLengthMax}
          onChange={(prompt) => {
            change({ prompt });
            if (problem) setProblem(null);
          }}
        />
        <Examples prompt={wish.prompt} onChoose={(prompt) => change({ prompt })} />
        {offers.providers.length > 1 ? (
          <Picks<VideoProviderName>
            label={texts.provider}
            value={provider.name}
            onChange={(name) => change({ provider: name })}
            picks={offers.providers.map(({ name }) => ({ value: name, label: studio.providers[name] }))}
          />
        ) : null}
        <Picks
          label={texts.duration}
          value={String(durationSeconds)}
          onChange={(seconds) => change({ durationSeconds: Number(seconds) })}
          picks={provider.durationsSeconds.map((seconds) => ({
            value: String(seconds),
            label: studio.seconds(formats.number(seconds)),
          }))}
        />
        <Picks<Aspect>
          label={texts.shape}
          value={aspect}
          onChange={(shape) => change({ aspect: shape })}
          picks={provider.aspects.map((shape) => ({
            value: shape,
            label: studio.aspects[shape],
            picture: <Shape ratio={ratios[shape]} />,
          }))}
        />
        {provider.seedImage ? <SeedPicture seed={wish.seed} onChange={(seed) => change({ seed })} /> : null}
      </Stack>
      <div className={styles.side}>
        <Cost offers={offers} durationSeconds={durationSeconds} />
        <WayOut offers={offers} durationSeconds={durationSeconds} />
      </div>
      <div>
        {generate.isError && !full ? <ApiError error={generate.error} /> : null}
        <ActionBar>
          <Button
            type="submit"
            look="primary"
            busy={generate.isPending || generate.isSuccess}
            disabledReason={full ? texts.full.reason : null}
          >
            {texts.go}
          </Button>
        </ActionBar>
      </div>
    </form>
  );
}
