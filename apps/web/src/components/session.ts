import { type RouterOutputs, trpc } from '../trpc.ts';

export type Me = NonNullable<RouterOutputs['auth']['me']>;

/** Who is signed in here: null for a visitor, undefined while it is not known. */
export function useMe(): Me | null | undefined {
  const { data, isError } = trpc.auth.me.useQuery(undefined, { staleTime: 5 * 60_000 });
  return isError && data === undefined ? null : data;
}
