import { canDecide } from '@backlot/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '../../components/api-error.tsx';
import { Stack } from '../../components/page.tsx';
import { useLanguage, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toast-store.ts';
import styles from './case.module.css';
import type { Review } from './case.tsx';
import { useKeys } from './use-keys.ts';

type Verdict = 'approved' | 'rejected' | 'changes_requested';

/** As the api's input. */
const reasonMaxLength = 2000;

/** Takes a film, decides on it, lets it go; by hand or by key. */
export function Decision({ review }: { review: Review }) {
  const texts = useTexts('moderation');
  const language = useLanguage();
  const utils = trpc.useUtils();
  const [, goTo] = useLocation();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const refresh = { onSettled: () => void utils.moderation.invalidate() };
  const claim = trpc.moderation.claim.useMutation(refresh);
  const release = trpc.moderation.release.useMutation(refresh);
  const decide = trpc.moderation.decide.useMutation({
    onSuccess(_, { verdict }) {
      toast(texts.done(review.title, texts.verdicts[verdict]));
      goTo(paths.moderation());
    },
    ...refresh,
  });
  const { reviewId } = review;
  const mine = review.held === 'mine';
  const open = canDecide(review.assetState);

  function give(verdict: Verdict) {
    if (verdict !== 'approved' && reason.trim() === '') {
      setProblem(texts.reasonMissing);
      focusReason();
      return;
    }
    setProblem(null);
    decide.mutate({ reviewId, verdict, reason: reason.trim() || null });
  }

  useKeys({
    c: () => {
      if (mine) release.mutate({ reviewId });
      else if (open && !review.own) claim.mutate({ reviewId });
    },
    k: togglePlay,
    a: () => {
      if (mine && open && !decide.isPending) give('approved');
    },
    r: focusReason,
  });

  return (
    <Card>
      <h2>{texts.decision}</h2>
      {!open ? <Notice>{texts.decided}</Notice> : null}
      {open && review.own ? <Notice tone="warning">{texts.ownText}</Notice> : null}
      {open && !review.own && review.held === 'other' ? <Notice>{texts.otherHolds}</Notice> : null}
      {open && !review.own && review.held === 'free' ? (
        <Stack gap={12}>
          <p className={styles.quiet}>{texts.claimText}</p>
          <Button look="primary" wide busy={claim.isPending} onClick={() => claim.mutate({ reviewId })}>
            {texts.claim}
          </Button>
        </Stack>
      ) : null}
      {open && mine ? (
        <Stack gap={16}>
          {review.claimedUntil ? (
            <p className={styles.quiet}>{texts.heldUntil(clock(review.claimedUntil, language))}</p>
          ) : null}
          <TextArea
            id="reason"
            label={texts.reason}
            hint={texts.reasonHint}
            optional
            error={problem}
            limit={reasonMaxLength}
            value={reason}
            onChange={setReason}
          />
          <div className={styles.verdicts}>
            <Button look="primary" wide busy={decide.isPending} onClick={() => give('approved')}>
              {texts.approve}
            </Button>
            <div className={styles.pair}>
              {review.kind === 'first' ? (
                <Button wide onClick={() => give('changes_requested')}>
                  {texts.changes}
                </Button>
              ) : null}
              <Button look="danger" wide onClick={() => give('rejected')}>
                {texts.reject}
              </Button>
            </div>
            <Button look="bare" wide busy={release.isPending} onClick={() => release.mutate({ reviewId })}>
              {texts.release}
            </Button>
          </div>
        </Stack>
      ) : null}
      {claim.isError ? <ApiError error={claim.error} /> : null}
      {decide.isError ? <ApiError error={decide.error} /> : null}
      <Keys />
    </Card>
  );
}

function Keys() {
  const texts = useTexts('moderation');
  const keys = [
    ['C', texts.keyNames.claim],
    ['K', texts.keyNames.play],
    ['A', texts.keyNames.approve],
    ['R', texts.keyNames.reason],
  ] as const;
  return (
    <ul className={styles.keys} aria-label={`${texts.keys}, ${texts.keysText}`}>
      {keys.map(([key, name]) => (
        <li key={key}>
          <kbd>{key}</kbd> {name}
        </li>
      ))}
    </ul>
  );
}

const clock = (at: string, language: string) =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });

function focusReason() {
  document.getElementById('reason')?.focus();
}

function togglePlay() {
  const video = document.querySelector('video');
  if (video?.paused) void video.play();
  else video?.pause();
}
