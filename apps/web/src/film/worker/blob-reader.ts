import type { ByteReader } from '@backlot/core';

/** Random access to a Blob; a File from disk is read only where it is asked for. */
export function blobReader(blob: Blob): ByteReader {
  return {
    sizeBytes: blob.size,
    read: async (offsetBytes, lengthBytes) =>
      new Uint8Array(await blob.slice(offsetBytes, offsetBytes + lengthBytes).arrayBuffer()),
  };
}
