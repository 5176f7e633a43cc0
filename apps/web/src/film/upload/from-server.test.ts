import { assetStates, isVerified, uploadStates } from '@backlot/core';
import { describe, expect, it } from 'vitest';
import { type ServerUpload, type UploadsApi, uploadsOf, uploadView } from './from-server.ts';

const upload: ServerUpload = {
  uploadId: 'u1',
  assetId: 'a1',
  campaignId: 'c1',
  purpose: 'film',
  state: 'open',
  assetState: 'awaiting_upload',
  verified: false,
  partSizeBytes: 8,
  partCount: 2,
  sizeBytes: 12,
  sha256: 'aa',
  refusal: null,
  lastRefusal: null,
};

describe('what the server says of an upload', () => {
  it('is stored only when the server has checked every byte', () => {
    for (const state of uploadStates) {
      for (const assetState of assetStates) {
        const verified = isVerified(assetState);
        const said = uploadView({ ...upload, state, assetState, verified }).state;
        if (state !== 'done') expect(said === 'stored').toBe(verified);
      }
    }
    expect(uploadView({ ...upload, state: 'completing', assetState: 'verifying' }).state).toBe('verifying');
    expect(uploadView({ ...upload, assetState: 'removed' }).state).toBe('aborted');
    expect(uploadView({ ...upload, state: 'granted' }).state).toBe('granted');
  });

  it('names the assets of a campaign that waits for its film, and of no other', async () => {
    const live: ServerUpload[] = [
      { ...upload, assetId: 'p1', purpose: 'poster' },
      upload,
      { ...upload, assetId: 'a2', campaignId: 'c2' },
    ];
    const api = { live: { query: async () => live } } as Partial<UploadsApi> as UploadsApi;
    const { findTarget } = uploadsOf(api);
    expect(await findTarget('c1')).toEqual({ filmAssetId: 'a1', posterAssetId: 'p1' });
    expect(await findTarget('c2')).toEqual({ filmAssetId: 'a2', posterAssetId: null });
    expect(await findTarget('c3')).toBeNull();
  });
});
