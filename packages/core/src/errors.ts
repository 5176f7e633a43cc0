/**
 * Every error a person or a program can meet, once.
 *
 * `status` is the HTTP status; api maps it to tRPC in one place. `message` is English for programs and logs; pages
 * show their own words by code. `retryable` marks what a job should try again.
 */
export const errorCatalogue = {
  BAD_INPUT: { status: 400, message: 'The request is not well formed.' },
  WRONG_SECRET: { status: 401, message: 'The secret that came with the message is not the right one.' },
  BAD_SIGNATURE: { status: 400, message: 'The signature does not fit the message.' },
  ORIGIN_REFUSED: { status: 403, message: 'The request does not come from our own pages.' },
  NOT_SIGNED_IN: { status: 401, message: 'Sign in first.' },
  LINK_INVALID: {
    status: 400,
    message: 'This sign-in link was used already, has expired, or was asked for in another browser.',
  },
  GOOGLE_SIGN_IN_INVALID: {
    status: 400,
    message: 'This sign-in by Google was used already, has expired, or was begun in another browser.',
  },
  GOOGLE_DENIED: { status: 403, message: 'Google was not allowed to say who this is.' },
  EMAIL_NOT_VERIFIED: { status: 403, message: 'Google has not verified this address.' },
  DELETION_PENDING: { status: 403, message: 'This account is to be erased; keep it first.' },
  SUBSCRIPTION_RUNNING: { status: 409, message: 'A subscription is still running.' },
  NOT_FOUND: { status: 404, message: 'There is nothing here for you.' },
  WRONG_STATE: { status: 409, message: 'This cannot be done in the present state.' },
  DRAFT_INCOMPLETE: { status: 422, message: 'The campaign is not complete yet.' },
  FILM_REFUSED: { status: 422, message: 'The film breaks a rule.' },
  DIFFERENT_FILM: { status: 409, message: 'This is another film than the one that was paid for.' },
  PART_REFUSED: { status: 422, message: 'The part does not fit the upload.' },
  UPLOAD_INCOMPLETE: { status: 409, message: 'Parts of the film are still missing.' },
  CLAIM_LOST: { status: 409, message: 'Another moderator holds this film.' },
  OWN_FILM: { status: 409, message: 'Nobody moderates a film of their own.' },
  USAGE_REFUSED: { status: 422, message: 'This usage cannot be recorded.' },
  QUOTA_EXCEEDED: { status: 409, message: 'This would go beyond what the plan holds.' },
  VIDEO_REFUSED: { status: 422, message: 'The provider will not make this video.' },
  ORIGINAL_GONE: { status: 409, message: 'The provider does not have the file, or does not answer.' },
  VIDEO_PROVIDER_MISSING: { status: 409, message: 'No provider of videos is configured.' },
  TOO_LARGE: { status: 413, message: 'The request is too large.' },
  RATE_LIMITED: { status: 429, message: 'Too many requests; wait a little.' },
  PROVIDER_UNAVAILABLE: { status: 503, message: 'A service we depend on does not answer.', retryable: true },
  DOWNLOAD_FAILED: { status: 503, message: 'The bytes behind an address could not be had.' },
  OUT_OF_ORDER: { status: 503, message: 'Something that must come first has not come yet.', retryable: true },
  SUPERSEDED: { status: 503, message: 'A newer reading of the same thing is under way.', retryable: true },
  INTERNAL: { status: 500, message: 'Something went wrong on our side.' },
} as const satisfies Record<string, { status: number; message: string; retryable?: boolean }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** What a program may read of an error: plain JSON, never a secret, an address or personal text. */
export type ErrorData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** The only error our own code throws on purpose. */
export class BacklotError extends Error {
  override readonly name = 'BacklotError';
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(code: ErrorCode, data: ErrorData = {}, options?: { cause?: unknown }) {
    super(errorCatalogue[code].message, options);
    this.code = code;
    this.data = data;
  }
}

/** Whether a job that met this error should run again; an unknown error is tried again too. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof BacklotError)) return true;
  return 'retryable' in errorCatalogue[error.code];
}

/**
 * What a log may say of an error: its name, a code and where it came from. Never the message: a vendor's may name a
 * person or hold an address.
 */
export function describeError(error: unknown): { name: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name: error.name,
    ...(code ? { code } : {}),
    ...(frames?.length ? { stack: frames.slice(0, 8).join('\n') } : {}),
  };
}
