/** The makers of AI videos that there is an adapter for; which of them are there is configuration. */
export const videoProviderNames = ['generic', 'fal', 'replicate', 'luma', 'runway'] as const;
export type VideoProviderName = (typeof videoProviderNames)[number];

export const aspects = ['16:9', '9:16', '1:1'] as const;
export type Aspect = (typeof aspects)[number];

/** Why there is no video; pages have words for each. */
export const videoFailures = [
  'refused_content',
  'bad_input',
  'provider_failed',
  'cancelled',
  'timed_out',
  'no_output',
] as const;
export type VideoFailure = (typeof videoFailures)[number];

/** Where a provider keeps what it made. The address and the headers open it to whoever holds them: they are secrets. */
export type VideoOutput = { url: string; expiresAt: Date | null; headers: Readonly<Record<string, string>> };

/** What a provider says of a job. Every adapter maps its own shapes to this one. */
export type VideoReport =
  | { status: 'processing' }
  | { status: 'completed'; outputs: readonly VideoOutput[] }
  | { status: 'failed'; failure: VideoFailure };

/** What a provider can do. */
export type VideoOffers = {
  durationsSeconds: readonly number[];
  aspects: readonly Aspect[];
  seedImage: boolean;
  /**
   * The longest wish that it takes, in UTF-16 code units (`length` in JavaScript). Who counts code points, or does not say how,
   * is never told too much: no text has fewer units than points.
   */
  promptLengthMax: number;
  /**
   * How it says that something is ready. `signed`: by a message whose sender is proven · `hint`: by one that anybody could
   * send, so that the job is read again · `nothing`: not at all, it has to be asked.
   */
  tells: 'signed' | 'hint' | 'nothing';
  /** Whether the same idempotency key gives the same job. Where it does not, a job that was asked for twice is two, and both cost. */
  idempotent: boolean;
  /** What it charges us, in millionths of a US dollar for each second of video; the adapter names date and source. */
  priceMicroUsdPerSecond: number;
};

export type VideoOrder = {
  /** The same key gives the same job where the provider can; an adapter says so where it cannot. */
  idempotencyKey: string;
  /** By this id the provider's messages name it. */
  videoId: string;
  prompt: string;
  durationSeconds: number;
  aspect: Aspect;
  seedImageUrl: string | null;
  callbackUrl: string | null;
};

export type VideoProvider = {
  name: VideoProviderName;
  offers: VideoOffers;
  /**
   * Asks for a video; answers by which id the provider knows the job. VIDEO_REFUSED with `failure` when it will never make
   * this one; PROVIDER_UNAVAILABLE when it may at another time.
   */
  request(order: VideoOrder): Promise<{ jobId: string }>;
  /** How a job stands. NOT_FOUND when the provider knows none of that id. */
  read(jobId: string): Promise<VideoReport>;
  /** Ends a job; one that has ended is fine. */
  cancel(jobId: string): Promise<void>;
};

/** A message of a video provider whose check went well. */
export type VideoMessage = {
  /** Names the message: the same one comes again under the same name. */
  externalId: string;
  /** The provider's name of the job, and ours; at least one is known. */
  jobId: string | null;
  videoId: string | null;
  /** What it says; null when it is only a hint to read the job again. */
  report: VideoReport | null;
};
