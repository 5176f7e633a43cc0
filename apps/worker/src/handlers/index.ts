import {
  type Ctx,
  expireReservations,
  expireUploads,
  type JobName,
  type JobPayload,
  makePartitions,
  openUpload,
  processMessage,
  promoteAsset,
  purgeNotices,
  remindToUpload,
  removeAsset,
  reviewSubscriptions,
  rollUp,
  sendMail,
  sendRefund,
  settleRejections,
  sweepUploads,
  verifyUpload,
} from '@backlot/domain';

export type Handler<N extends JobName> = (ctx: Ctx, payload: JobPayload<N>) => Promise<unknown>;

/** Every job and the verb that does it. A job without one does not compile. */
export const handlers = {
  'inbox.process': processMessage,
  'upload.open': openUpload,
  'upload.verify': verifyUpload,
  'asset.promote': promoteAsset,
  'asset.remove': removeAsset,
  'refund.send': sendRefund,
  'mail.send': sendMail,
  'uploads.expire': expireUploads,
  'uploads.remind': remindToUpload,
  'rejections.settle': settleRejections,
  'uploads.sweep': sweepUploads,
  'notices.purge': purgeNotices,
  'usage.roll-up': rollUp,
  'usage.make-partitions': makePartitions,
  'usage.expire-reservations': expireReservations,
  'subscriptions.review': reviewSubscriptions,
} satisfies { [N in JobName]: Handler<N> };
