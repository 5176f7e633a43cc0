import { useFormats, useTexts } from '../i18n/texts.tsx';
import { paths } from '../paths.ts';
import { codeOf, retryAfterSecondsOf } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { LinkButton } from './link.tsx';

/** The words for an error of the api, in the reader's language. */
export function useErrorText(): (error: unknown) => string {
  const texts = useTexts('errors');
  const formats = useFormats();
  return (error) => {
    const waitSeconds = retryAfterSecondsOf(error);
    if (waitSeconds !== null) return texts.RATE_LIMITED_FOR.replace('{wait}', formats.timeLeft(waitSeconds));
    return texts[codeOf(error)] ?? texts.INTERNAL;
  };
}

/** What went wrong with a call, where its result would have been; with `retry` it can be tried again. */
export function ApiError({ error, retry }: { error: unknown; retry?: () => void }) {
  const errorText = useErrorText();
  const errors = useTexts('errors');
  const shell = useTexts('shell');
  return (
    <Notice
      tone="bad"
      urgent
      action={
        codeOf(error) === 'QUOTA_EXCEEDED' ? (
          <LinkButton size="small" href={paths.settingsUsage()}>
            {errors.QUOTA_EXCEEDED_WAY}
          </LinkButton>
        ) : retry ? (
          <Button size="small" onClick={retry}>
            {shell.broken.retry}
          </Button>
        ) : undefined
      }
    >
      {errorText(error)}
    </Notice>
  );
}
