export { askSignInLink } from './accounts/ask-sign-in-link.ts';
export { beginGoogleSignIn } from './accounts/begin-google-sign-in.ts';
export { comeBack } from './accounts/come-back.ts';
export { eraseMembers } from './accounts/erase-members.ts';
export { finishGoogleSignIn } from './accounts/finish-google-sign-in.ts';
export { grantRole } from './accounts/grant-role.ts';
export { purgeSignIns } from './accounts/purge-sign-ins.ts';
export { removeAvatar } from './accounts/remove-avatar.ts';
export { requestDeletion } from './accounts/request-deletion.ts';
export { listSessions, revokeSession, type SessionMember, sessionRows } from './accounts/sessions.ts';
export { setDisplayName } from './accounts/set-display-name.ts';
export { setLanguage } from './accounts/set-language.ts';
export { useSignInLink } from './accounts/use-sign-in-link.ts';
export { type MemberStats, viewStats } from './accounts/view-stats.ts';
export { purgeActivities } from './activities/purge.ts';
export { reportActivities } from './activities/report.ts';
export { type ActivityStats, viewActivities } from './activities/view.ts';
export { endSubscription } from './billing/end-subscription.ts';
export { openPortal } from './billing/open-portal.ts';
export { planOf } from './billing/plan-of.ts';
export { reviewSubscriptions } from './billing/review-subscriptions.ts';
export { startSubscription } from './billing/start-subscription.ts';
export { syncSubscription } from './billing/sync-subscription.ts';
export { type BillingView, viewBilling } from './billing/view.ts';
export { type RevenueView, viewRevenue } from './billing/view-revenue.ts';
export { type CacheTag, cacheChannel, memoryCache, type SharedCache } from './cache.ts';
export { confirm } from './campaigns/confirm.ts';
export { discardDraft } from './campaigns/discard-draft.ts';
export { remindToUpload } from './campaigns/remind-to-upload.ts';
export { replaceFilm } from './campaigns/replace-film.ts';
export { saveDraft } from './campaigns/save-draft.ts';
export { startDraft } from './campaigns/start-draft.ts';
export {
  type CampaignView,
  type FilmView,
  listCampaigns,
  listPublished,
  type PublicCampaign,
  viewCampaign,
  viewPublished,
} from './campaigns/view.ts';
export { type Actor, type Ctx, inTransaction, type MemberCtx, type Settings, type TxCtx } from './context.ts';
export { askExport } from './exports/ask-export.ts';
export { clearExport } from './exports/clear-export.ts';
export { makeExport } from './exports/make-export.ts';
export { sweepExports } from './exports/sweep-exports.ts';
export { type ExportView, fetchExport, viewExport } from './exports/view-export.ts';
export { processMessage } from './inbox/process.ts';
export { type Message, openInbox, type Received } from './inbox/receive.ts';
export { heartbeatSeconds, type JobName, type JobPayload, jobs } from './jobs.ts';
export { sendMail } from './mail/send-mail.ts';
export { makeCtx } from './make-ctx.ts';
export { completeUpload } from './media/complete-upload.ts';
export { expirePictures } from './media/expire-pictures.ts';
export { expireUploads } from './media/expire-uploads.ts';
export { openPictureUpload } from './media/open-picture-upload.ts';
export { openUpload } from './media/open-upload.ts';
export { promoteAsset } from './media/promote-asset.ts';
export { readAvatar } from './media/read-avatar.ts';
export { removeAsset } from './media/remove-asset.ts';
export { signParts } from './media/sign-parts.ts';
export { storedParts } from './media/stored-parts.ts';
export { sweepUploads } from './media/sweep-uploads.ts';
export { verifyUpload } from './media/verify-upload.ts';
export { listLiveUploads, type UploadView, viewUpload } from './media/view.ts';
export { appeal } from './moderation/appeal.ts';
export { claim, release } from './moderation/claim.ts';
export { decide } from './moderation/decide.ts';
export { settleRejections } from './moderation/settle-rejections.ts';
export { listReviews, type ReviewSummary, type ReviewView, viewReview } from './moderation/view.ts';
export { type Audience, type Notice, noticeChannel } from './notices.ts';
export { requestRefund } from './orders/request-refund.ts';
export { sendRefund } from './orders/send-refund.ts';
export { syncPayment } from './orders/sync-payment.ts';
export { type JobQueue, openQueue } from './queue.ts';
export { type NumberedNotice, newestNotice, noticesAfter, purgeNotices } from './read-notices.ts';
export { readiness } from './readiness.ts';
export {
  expireReservations,
  openSettlements,
  releaseReservation,
  type Settlement,
  settleReservation,
} from './usage/end-reservations.ts';
export { listNearLimits, type NearLimit } from './usage/list-near-limits.ts';
export { makePartitions } from './usage/make-partitions.ts';
export { meterStorage } from './usage/meter-storage.ts';
export { raiseAlerts } from './usage/raise-alerts.ts';
export { recordUsage } from './usage/record-usage.ts';
export { type Ask, openQuotas, type Reservation, reserveQuota } from './usage/reserve-quota.ts';
export { rollUp } from './usage/roll-up.ts';
export {
  type QuotaView,
  type UsagePoint,
  type UsageView,
  viewUsage,
  viewUsageHistory,
} from './usage/view-usage.ts';
export { archiveVideo } from './video/archive-video.ts';
export { binVideos, emptyBin, removeVideos, restoreVideos } from './video/bin.ts';
export { cancelAtProvider, cancelGeneration } from './video/cancel.ts';
export { findGeneration, generationOfToken } from './video/find-generation.ts';
export { followGeneration } from './video/follow.ts';
export { generateVideo } from './video/generate.ts';
export { keepVideos } from './video/keep.ts';
export { makeVideoPoster } from './video/make-poster.ts';
export { type GenerationOffers, viewOffers } from './video/offers.ts';
export { openVideoAddress } from './video/open-address.ts';
export { openOriginal } from './video/open-original.ts';
export { videoMessage } from './video/receive-report.ts';
export { renameVideo } from './video/rename.ts';
export { requestVideo } from './video/request.ts';
export { retryArchive } from './video/retry-archive.ts';
export { reviewArchives } from './video/review-archives.ts';
export { reviewGenerations } from './video/review-generations.ts';
export { listVideos, movingVideos, type VideoTotals, type VideoView, viewVideo } from './video/view.ts';
export { type ProviderHealth, type VideoOperation, viewVideoOperation } from './video/view-operation.ts';
export { viewSeed } from './video/view-seed.ts';
