import type { Credentials } from './authenticate.ts';
import type { PayloadPlan } from './payload.ts';
import type { S3Request } from './request.ts';
import type { Store } from './store.ts';

/** The body of a request as it arrives; shaped by faults, counted. */
export interface IncomingBody {
  /** To be iterated once. @throws ConnectionCut when the peer goes away before the end */
  bytes(): AsyncIterable<Buffer>;
  readonly receivedBytes: number;
}

/** One request whose signature holds (a form post checks its own). */
export interface Call {
  readonly request: S3Request;
  readonly store: Store;
  readonly credentials: Credentials;
  readonly payload: PayloadPlan;
  readonly body: IncomingBody;
  /** The address the server is reached at, for Location. */
  readonly url: string;
  now(): Date;
}

/** What a write did, for the ledger. */
export interface Write {
  readonly key: string;
  readonly bytes: number;
  readonly uploadId?: string;
  readonly partNumber?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An XML document. */
  readonly xml?: string;
  /** Bytes to stream; `content-length` is among the headers. `release` is called when over, whatever happened. */
  readonly stream?: { readonly bytes: AsyncIterable<Buffer>; release(): void };
  readonly writes?: readonly Write[];
}

export interface Operation {
  /** S3's name of it. */
  readonly name: string;
  /** Whether it goes into the ledger. */
  readonly writes: boolean;
  /** A form carries its signature among its fields; everything else in headers or query. */
  readonly signedBy: 'request' | 'form';
  run(call: Call): Promise<Reply> | Reply;
}
