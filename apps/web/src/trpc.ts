import type { AppRouter, RouterOutputs } from '@backlot/api';
import type { ErrorCode } from '@backlot/core';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { httpBatchLink, httpSubscriptionLink, splitLink, TRPCClientError } from '@trpc/client';
import { createTRPCReact, getQueryKey } from '@trpc/react-query';

/** Typed calls to the api. A change of a router that a page does not follow is a type error here, not a surprise there. */
export const trpc = createTRPCReact<AppRouter>();

export type { RouterOutputs };

const url = '/api/trpc';

export const trpcClient = trpc.createClient({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: httpBatchLink({ url, maxURLLength: 4000 }),
    }),
  ],
});

export type ApiErrorCode = ErrorCode | 'UNREACHABLE';

/** Our code of any error that a call threw; UNREACHABLE when no answer of ours came back. */
export function codeOf(error: unknown): ApiErrorCode {
  if (!(error instanceof TRPCClientError)) return 'INTERNAL';
  const data: unknown = error.data;
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : null;
  return typeof code === 'string' ? (code as ErrorCode) : 'UNREACHABLE';
}

/** How long a refusal for too many calls asks to wait; null for any other error. */
export function retryAfterSecondsOf(error: unknown): number | null {
  if (codeOf(error) !== 'RATE_LIMITED' || !(error instanceof TRPCClientError)) return null;
  const seconds: unknown = error.data?.details?.retryAfterSeconds;
  return typeof seconds === 'number' ? seconds : null;
}

const worthRetrying: readonly ApiErrorCode[] = [
  'UNREACHABLE',
  'PROVIDER_UNAVAILABLE',
  'INTERNAL',
  'RATE_LIMITED',
];

/** What asks too often comes back when it is let in; anything else after 1 s, 2 s, 4 s … */
function retryDelayMs(failures: number, error: unknown): number {
  const waitSeconds = retryAfterSecondsOf(error);
  return waitSeconds === null ? Math.min(1_000 * 2 ** failures, 30_000) : waitSeconds * 1_000;
}

/** A session that ended elsewhere: from now on this is a visitor, and pages for members lead to signing in. */
export function noteSignedOut(error: unknown) {
  if (codeOf(error) === 'NOT_SIGNED_IN')
    queryClient.setQueryData(getQueryKey(trpc.auth.me, undefined, 'query'), null);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteSignedOut }),
  mutationCache: new MutationCache({ onError: noteSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      retry: (failures, error) => failures < 2 && worthRetrying.includes(codeOf(error)),
      retryDelay: retryDelayMs,
    },
    mutations: { retry: false },
  },
});
