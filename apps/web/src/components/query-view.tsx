import type { ReactNode } from 'react';
import { useTexts } from '../i18n/texts.tsx';
import { codeOf } from '../trpc.ts';
import { Loading } from '../ui/loading.tsx';
import { ApiError } from './api-error.tsx';
import { NotFound } from './not-found.tsx';

interface Query<Data> {
  data: Data | undefined;
  error: unknown;
  isPending: boolean;
  refetch(): unknown;
}

/** The three faces of something asked for: on its way, failed, here. What was here stays while it is asked again. */
export function QueryView<Data>(props: {
  query: Query<Data>;
  minHeight?: number;
  children(data: Data): ReactNode;
}) {
  const { query } = props;
  const texts = useTexts('shell');
  if (query.data !== undefined) return props.children(query.data);
  if (query.isPending) return <Loading label={texts.loading} minHeight={props.minHeight ?? 320} />;
  if (codeOf(query.error) === 'NOT_FOUND') return <NotFound />;
  return (
    <div className="page">
      <ApiError error={query.error} retry={() => void query.refetch()} />
    </div>
  );
}
