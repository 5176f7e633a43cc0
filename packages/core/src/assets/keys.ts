import type { AssetPurpose } from './states.ts';

/**
 * Object keys are made from ids only, never from a person's file name.
 * A film waits under pending/ and moves to success/ when it is approved.
 */
export function pendingKey(asset: { memberId: string; id: string; extension: string }): string {
  return `pending/${asset.memberId}/${asset.id}.${asset.extension}`;
}

export function successKey(asset: { memberId: string; id: string; extension: string }): string {
  return `success/${asset.memberId}/${asset.id}.${asset.extension}`;
}

/** What everybody may see stands under public/, apart from all that is private; its name never stands for other bytes. */
export function avatarKey(asset: { id: string }): string {
  return `public/avatars/${asset.id}.webp`;
}

/** A member's copy of everything; private, and deleted when its days are over. */
export function exportKey(made: { memberId: string; id: string }): string {
  return `exports/${made.memberId}/${made.id}.zip`;
}

/** A video that a provider made, copied for good; private. One name whatever its container, known before the bytes are. */
export function videoKey(video: { memberId: string; id: string }): string {
  return `videos/${video.memberId}/${video.id}.mp4`;
}

/** The poster of such a video, beside it. */
export function videoPosterKey(video: { memberId: string; id: string }): string {
  return `videos/${video.memberId}/${video.id}.webp`;
}

/** A picture that a video is made from; private, and shown to the provider by a short address. */
export function seedKey(asset: { memberId: string; id: string }): string {
  return `seeds/${asset.memberId}/${asset.id}.jpg`;
}

/** Everywhere an asset may stand, at whatever point a job that moves or makes it died. */
export function placesOf(asset: {
  memberId: string;
  id: string;
  extension: string;
  purpose: AssetPurpose;
  key: string;
}): string[] {
  const made = { avatar: avatarKey, seed: seedKey } as const;
  const last =
    asset.purpose === 'avatar' || asset.purpose === 'seed' ? made[asset.purpose](asset) : successKey(asset);
  return [...new Set([pendingKey(asset), asset.key, last])];
}
