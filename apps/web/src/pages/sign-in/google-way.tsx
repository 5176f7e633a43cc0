import { useState } from 'react';
import { ApiError } from '../../components/api-error.tsx';
import { useLanguage, useTexts } from '../../i18n/texts.tsx';
import { trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { GoogleMark } from './google-mark.tsx';
import styles from './sign-in.module.css';

/** The way in by Google, where the installation has one. It stands below what is there from the start. */
export function GoogleWay({ returnTo }: { returnTo: string }) {
  const texts = useTexts('account').signIn;
  const language = useLanguage();
  const ways = trpc.auth.ways.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
  const [leaving, setLeaving] = useState(false);
  const begin = trpc.auth.beginGoogle.useMutation({
    onSuccess({ url }) {
      setLeaving(true);
      location.assign(url);
    },
  });
  return (
    <div className={styles.ways}>
      {ways.data?.google ? (
        <>
          <p className={styles.or}>
            <span>{texts.or}</span>
          </p>
          <div>
            <Button
              icon={<GoogleMark />}
              busy={begin.isPending || leaving}
              onClick={() => begin.mutate({ language, returnTo })}
            >
              {texts.google}
            </Button>
          </div>
          {begin.isError ? <ApiError error={begin.error} /> : null}
        </>
      ) : null}
    </div>
  );
}
