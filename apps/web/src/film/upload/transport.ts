/** How the server sees one upload. */
export interface UploadView {
  uploadId: string;
  assetId: string;
  /**
   * `granted`: paid, storage not yet open · `open`: parts may come · `verifying`: all parts are in · `stored`: every byte
   * was checked · `refused`: what came was not what was promised · `aborted`: nobody waits for it any more.
   */
  state: 'granted' | 'open' | 'verifying' | 'stored' | 'refused' | 'aborted';
  partSizeBytes: number;
  partCount: number;
  sizeBytes: number;
  /** Promised for the whole, lower-case hex. */
  sha256: string;
}

export interface PartPromise {
  /** From 1. */
  number: number;
  sizeBytes: number;
  sha256Base64: string;
}

export interface SignedPart {
  number: number;
  url: string;
  headers: Readonly<Record<string, string>>;
}

export interface HeldPart {
  number: number;
  sizeBytes: number;
  sha256Base64: string | null;
  etag: string;
}

/** What the engine asks of the server. Errors of tRPC's client are understood (`data.httpStatus`). */
export interface UploadTransport {
  get(assetId: string): Promise<UploadView>;
  signParts(uploadId: string, parts: PartPromise[]): Promise<SignedPart[]>;
  storedParts(uploadId: string): Promise<HeldPart[]>;
  complete(uploadId: string): Promise<UploadView>;
}
