import type { Language } from './accounts/roles.ts';
import type { FilmContainer } from './films/promise.ts';
import type { Limit } from './limits/rules.ts';
import type { Admission } from './limits/window.ts';
import type { Money } from './money.ts';
import type { PaymentSnapshot } from './orders/payment.ts';
import type { BillingInterval, PaidPlanName } from './pricing/plans.ts';
import type { ImageRefusal } from './uploads/states.ts';
import type { VideoProvider, VideoProviderName } from './video/provider.ts';

/** The outside world as types. Only providers implement them; domain calls them, never inside a transaction. */
export type Ports = {
  payments: Payments;
  billing: Billing;
  objects: ObjectStore;
  films: FilmReader;
  images: ImageMaker;
  mailer: Mailer;
  /** Null where the installation has no account of its own at Google. */
  google: SignInProvider | null;
  /** The makers of videos that are configured; the first is asked when nobody says which. */
  videos: ReadonlyMap<VideoProviderName, VideoProvider>;
  downloads: Downloads;
};

/** A page of the payment provider on which an order is paid. */
export type CheckoutSession = {
  sessionId: string;
  url: string | null;
  expiresAt: Date;
  snapshot: PaymentSnapshot;
  paymentIntentId: string | null;
  /** The order that the session was opened for; null when it is not one of ours. */
  orderId: string | null;
};

export type Payments = {
  /** Opens a page to pay an order. The same idempotency key gives the same session. */
  openCheckout(input: {
    idempotencyKey: string;
    orderId: string;
    productName: string;
    amount: Money;
    email: string;
    language: Language;
    successUrl: string;
    cancelUrl: string;
  }): Promise<CheckoutSession>;
  /** Reads a session with its payment, refunds and disputes as they stand now. NOT_FOUND when there is none. */
  readCheckout(sessionId: string): Promise<CheckoutSession>;
  /** The checkout session behind a payment intent, or null when it is not one of ours. */
  findCheckoutByPaymentIntent(paymentIntentId: string): Promise<string | null>;
  /** Closes an open session so that it cannot be paid any more; already closed is fine. */
  expireCheckout(sessionId: string): Promise<void>;
  /** Gives money back; the same idempotency key gives the same refund. */
  refund(input: { idempotencyKey: string; paymentIntentId: string; amount: Money }): Promise<void>;
};

/** What the payment provider says of a customer's subscription at the moment it was read. */
export type SubscriptionReading = {
  subscriptionId: string;
  /** As the provider writes it; see core's `subscriptionStatuses`. */
  status: string;
  /** Null when its price is none of ours. */
  plan: PaidPlanName | null;
  interval: BillingInterval | null;
  periodStart: Date | null;
  periodEnd: Date | null;
  /** Set when it ends by itself at that moment. */
  cancelAt: Date | null;
  endedAt: Date | null;
  /** The oldest invoice that could not be collected, and since when it is owed. */
  owed: { invoiceId: string; since: Date } | null;
};

/** A page on which a subscription is begun. */
export type SubscriptionCheckout = {
  sessionId: string;
  url: string | null;
  state: 'open' | 'complete' | 'expired';
};

export type Billing = {
  /** The customer that stands for a member. The same idempotency key gives the same one. */
  openCustomer(input: { idempotencyKey: string; memberId: string; email: string }): Promise<string>;
  /** Opens a page to subscribe on. The same idempotency key gives the same page. */
  openCheckout(input: {
    idempotencyKey: string;
    customerId: string;
    memberId: string;
    plan: PaidPlanName;
    interval: BillingInterval;
    language: Language;
    successUrl: string;
    cancelUrl: string;
  }): Promise<SubscriptionCheckout>;
  /** NOT_FOUND when there is none. */
  readCheckout(sessionId: string): Promise<SubscriptionCheckout>;
  /** Opens a page on which a customer changes plan and card, cancels, pauses, and sees invoices. */
  openPortal(input: { customerId: string; language: Language; returnUrl: string }): Promise<{ url: string }>;
  /** The subscription of a customer that counts: one that lives before one that ended, then the newest. */
  readSubscription(customerId: string): Promise<SubscriptionReading | null>;
  /** Ends a subscription at once; nothing is given back or asked for. Ended already, or unknown, is fine. */
  endSubscription(subscriptionId: string): Promise<void>;
};

export type StoredPart = {
  number: number;
  sizeBytes: number;
  etag: string;
  sha256Base64: string | null;
  crc32Base64?: string | null;
};
export type PresignedPart = { number: number; url: string; headers: Readonly<Record<string, string>> };
export type ObjectFacts = { sizeBytes: number; etag: string; contentType: string | null };

export type ObjectStore = {
  /**
   * Opens a multipart upload whose parts carry checksums; answers its id.
   * @param input.checksum `sha256` unless it says `crc32`, which costs a third: for bytes that are hashed elsewhere
   */
  openMultipart(input: { key: string; contentType: string; checksum?: 'sha256' | 'crc32' }): Promise<string>;
  /**
   * Sends a part of an upload that was opened with `crc32`. The same part again takes the place of the first.
   * NOT_FOUND when the multipart upload is gone.
   */
  putPart(input: {
    key: string;
    multipartId: string;
    number: number;
    bytes: Uint8Array;
  }): Promise<StoredPart>;
  /** Open multipart uploads of exactly this key, oldest first. */
  findMultiparts(key: string): Promise<string[]>;
  /** An address that takes exactly one part of exactly this length and checksum. */
  presignPart(input: {
    key: string;
    multipartId: string;
    number: number;
    sizeBytes: number;
    sha256Base64: string;
    expiresInSeconds: number;
  }): Promise<PresignedPart>;
  /** Parts that storage has, by number. NOT_FOUND when the multipart upload is gone. */
  listParts(input: { key: string; multipartId: string }): Promise<StoredPart[]>;
  /** Puts the parts together. NOT_FOUND when the multipart upload is gone (perhaps completed before). */
  completeMultipart(input: { key: string; multipartId: string; parts: readonly StoredPart[] }): Promise<void>;
  /** Ends a multipart upload and frees its parts; one that is gone is fine. */
  abortMultipart(input: { key: string; multipartId: string }): Promise<void>;
  head(key: string): Promise<ObjectFacts | null>;
  /** The object's bytes as a stream. NOT_FOUND when there is none. */
  read(key: string, range?: { start: number; endExclusive: number }): Promise<AsyncIterable<Uint8Array>>;
  /**
   * Writes an object from a stream of any length in constant memory; it is there whole or not at all.
   * @returns how many bytes it has
   */
  write(input: {
    key: string;
    contentType: string;
    bytes: AsyncIterable<Uint8Array>;
  }): Promise<{ sizeBytes: number }>;
  /** Copies inside the bucket (any size) and answers when the copy is whole. NOT_FOUND when the source is gone. */
  copy(input: { from: string; to: string; sizeBytes: number; contentType: string }): Promise<void>;
  /** Deletes; an object that is gone is fine. */
  delete(key: string): Promise<void>;
  /** A short address for reading one object; range requests work. */
  presignRead(input: {
    key: string;
    expiresInSeconds: number;
    contentType?: string;
    downloadName?: string;
  }): Promise<string>;
  /** Every object and every open multipart upload under a prefix. */
  list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number; lastModified: Date }>;
  listMultiparts(prefix: string): AsyncIterable<{ key: string; multipartId: string; initiatedAt: Date }>;
  /** Whether the bucket answers; throws PROVIDER_UNAVAILABLE otherwise. */
  ping(): Promise<void>;
};

/** What the bytes say, whatever the name says. */
export type FilmReading =
  | {
      ok: true;
      container: FilmContainer;
      durationMs: number;
      widthPx: number;
      heightPx: number;
      videoCodec: string | null;
    }
  | { ok: false; reason: 'unreadable' | 'no_video' };

/** Where the bytes of a film lie. */
export type FilmSource = {
  sizeBytes: number;
  range(start: number, endExclusive: number): Promise<Uint8Array>;
};

/** A picture of a film, upright; see `posterRules`. */
export type FilmPoster = {
  bytes: Uint8Array;
  contentType: 'image/webp';
  widthPx: number;
  heightPx: number;
  /** The mean of the picture, as #rrggbb. */
  averageColour: string;
};

export type FilmReader = {
  /** Reads container, duration and tracks from a film by range, without loading it. */
  read(source: FilmSource): Promise<FilmReading>;
  /**
   * Decodes a picture near the film's middle, by range, where its bytes can do no harm. The same bytes give the same poster.
   * @returns null when the film gives no picture: broken, too large, of a codec that is not known here
   * @throws what `range` throws, PROVIDER_UNAVAILABLE when the decoder cannot be started
   */
  poster(source: FilmSource): Promise<FilmPoster | null>;
};

/** A picture made anew from one that somebody brought. */
export type MadeImage =
  | {
      ok: true;
      bytes: Uint8Array;
      contentType: 'image/webp' | 'image/jpeg';
      widthPx: number;
      heightPx: number;
    }
  | { ok: false; reason: ImageRefusal };

export type ImageMaker = {
  /**
   * Decodes a picture whole and makes a square WebP of its middle that carries nothing but the pixels. Refused are other
   * formats than JPEG, PNG and WebP whatever the name says, animations, pictures of too many pixels, broken ones.
   */
  makeAvatar(bytes: Uint8Array): Promise<MadeImage>;
  /**
   * The same, but a JPEG of the whole picture in its proportions, at most `seedSidePxMax` long: every provider of videos
   * takes it.
   */
  makeSeed(bytes: Uint8Array): Promise<MadeImage>;
};

export type Mailer = {
  /**
   * Hands one mail to the mail server. `messageId` makes a repetition recognisable.
   * A mailbox that does not exist is `refused`; anything passing throws PROVIDER_UNAVAILABLE.
   */
  send(mail: {
    messageId: string;
    to: string;
    subject: string;
    text: string;
    html: string;
  }): Promise<'sent' | 'refused'>;
};

/** Who somebody is by the word of another house, by OpenID Connect. */
export type SignInProvider = {
  /**
   * The address of the provider's page at which a person says who they are.
   * PROVIDER_UNAVAILABLE when the provider cannot be asked where that is.
   */
  begin(input: SignInSecrets & { redirectUrl: string; language: Language }): Promise<string>;
  /**
   * Redeems what the provider's page sent the browser back with, and checks signature, issuer, audience, nonce and age.
   * GOOGLE_SIGN_IN_INVALID when anything does not fit; PROVIDER_UNAVAILABLE when the provider does not answer.
   * @param input.returnedUrl the whole address that the browser came back to
   */
  finish(input: SignInSecrets & { returnedUrl: string }): Promise<ProviderIdentity>;
  /** Whether the provider answers; PROVIDER_UNAVAILABLE otherwise. */
  ping(): Promise<void>;
};

/** What ties one sign-in together; each at least 43 characters that nobody can guess. */
export type SignInSecrets = { state: string; nonce: string; codeVerifier: string };

export type ProviderIdentity = {
  email: string;
  /** The provider has seen that the address is this person's. */
  emailVerified: boolean;
  name: string | null;
};

/** Bytes from addresses that came from outside, and that nobody of ours has chosen. */
export type Downloads = {
  /**
   * Opens an address from an offset: https only, public addresses only, at most three redirects, each checked anew, never
   * decoded. What the installation lets in besides is configuration.
   * @param input.headers sent to the first host alone, never to where it redirects; secret
   * @param input.validator what `open` answered before for the bytes that precede `offset`; without one it begins at 0
   * @returns `sizeBytes` is the whole length, null when the source does not say; `offset` is 0 when the source does not
   * do ranges or has changed
   * @throws DOWNLOAD_FAILED `{ reason: DownloadFailure }`, also while the bytes come; never with the address
   */
  open(input: {
    url: string;
    headers: Readonly<Record<string, string>>;
    offset: number;
    validator: string | null;
    signal?: AbortSignal;
  }): Promise<Download>;
};

export type Download = {
  sizeBytes: number | null;
  offset: number;
  /** By which the source knows these very bytes again; null when it has none. */
  validator: string | null;
  /** To be read to its end or left early; either closes the connection. */
  bytes: AsyncIterable<Uint8Array>;
};

/** Counts who was let in how often. The door of the api asks it, no verb does. */
export type RateLimiter = {
  /**
   * Asks to let `count` in together under a key; all of them or none are. Never throws: a limiter that is cut off from
   * the others limits by what it knows itself.
   */
  take(input: { key: string; limit: Limit; count: number }): Promise<Admission>;
  close(): Promise<void>;
};
