/** SHA-256 of something small (a poster, a part of an upload), which is read whole. */
async function sha256(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
}

export async function sha256Hex(blob: Blob): Promise<string> {
  return [...(await sha256(blob))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** As S3 wants the checksum of a part. */
export async function sha256Base64(blob: Blob): Promise<string> {
  return toBase64(await sha256(blob));
}

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
