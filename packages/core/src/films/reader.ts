/** Random access to the bytes of a film, wherever they are. `read` may answer fewer bytes only at the end. */
export interface ByteReader {
  readonly sizeBytes: number;
  read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array>;
}

/** A reader over bytes in memory. */
export function bytesReader(bytes: Uint8Array): ByteReader {
  return {
    sizeBytes: bytes.length,
    read: async (offsetBytes, lengthBytes) => bytes.subarray(offsetBytes, offsetBytes + lengthBytes),
  };
}

/**
 * Reads ahead in windows, so that a walk over many small headers asks its source seldom.
 * Holds one window of `windowBytes`; a longer read passes through.
 */
export function windowedReader(source: ByteReader, windowBytes = 256 * 1024): ByteReader {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  return {
    sizeBytes: source.sizeBytes,
    async read(offsetBytes, lengthBytes) {
      if (lengthBytes > windowBytes) return source.read(offsetBytes, lengthBytes);
      const wantedEnd = Math.min(offsetBytes + lengthBytes, source.sizeBytes);
      if (offsetBytes < start || wantedEnd > start + window.length) {
        window = await source.read(offsetBytes, windowBytes);
        start = offsetBytes;
      }
      return window.subarray(offsetBytes - start, wantedEnd - start);
    },
  };
}
