import { getQueryKey } from '@trpc/react-query';
import { queryClient, type RouterOutputs, trpc, trpcClient } from '../trpc.ts';

export type Me = NonNullable<RouterOutputs['auth']['me']>;

const staleTime = 5 * 60_000;

/** Who is signed in here: null for a visitor, undefined while it is not known. */
export function useMe(): Me | null | undefined {
  const { data, isError } = trpc.auth.me.useQuery(undefined, { staleTime });
  return isError && data === undefined ? null : data;
}

/** Asks who is signed in here before a page does. */
export function fetchMe(): void {
  const queryKey = getQueryKey(trpc.auth.me, undefined, 'query');
  void queryClient.prefetchQuery({ queryKey, staleTime, queryFn: () => trpcClient.auth.me.query() });
}
