import type { UploadState } from '@backlot/core';
import type { RouterOutputs } from '../../trpc.ts';
import type { UploadTarget } from '../film-db.ts';
import type { HeldPart, PartPromise, SignedPart, UploadTransport, UploadView } from './transport.ts';

/** What the api says of an upload. */
export type ServerUpload = RouterOutputs['uploads']['get'];

/** The api's uploads, in the shape of tRPC's client (`utils.client.uploads`). */
export interface UploadsApi {
  live: { query(): Promise<ServerUpload[]> };
  get: { query(input: { assetId: string }): Promise<ServerUpload> };
  storedParts: { query(input: { uploadId: string }): Promise<HeldPart[]> };
  signParts: { mutate(input: { uploadId: string; parts: PartPromise[] }): Promise<SignedPart[]> };
  complete: { mutate(input: { uploadId: string }): Promise<ServerUpload> };
}

/** What `createUploads` needs, by the api. */
export function uploadsOf(api: UploadsApi): {
  transport: UploadTransport;
  findTarget(campaignId: string): Promise<UploadTarget | null>;
} {
  return {
    transport: {
      get: async (assetId) => uploadView(await api.get.query({ assetId })),
      signParts: (uploadId, parts) => api.signParts.mutate({ uploadId, parts }),
      storedParts: (uploadId) => api.storedParts.query({ uploadId }),
      complete: async (uploadId) => uploadView(await api.complete.mutate({ uploadId })),
    },
    async findTarget(campaignId) {
      const live = (await api.live.query()).filter((upload) => upload.campaignId === campaignId);
      const film = live.find((upload) => upload.purpose === 'film');
      const poster = live.find((upload) => upload.purpose === 'poster');
      return film ? { filmAssetId: film.assetId, posterAssetId: poster?.assetId ?? null } : null;
    },
  };
}

const states: Readonly<Record<UploadState, UploadView['state']>> = {
  granted: 'granted',
  open: 'open',
  completing: 'verifying',
  done: 'stored',
  refused: 'refused',
  aborted: 'aborted',
};

/** The state of the asset has the last word: only it says that every byte was checked. */
export function uploadView(upload: ServerUpload): UploadView {
  const { uploadId, assetId, partSizeBytes, partCount, sizeBytes, sha256 } = upload;
  const gone = upload.assetState === 'removed';
  const state = upload.verified ? 'stored' : gone ? 'aborted' : states[upload.state];
  return { uploadId, assetId, state, partSizeBytes, partCount, sizeBytes, sha256 };
}
