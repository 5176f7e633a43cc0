export * from './config.ts';
export { connectPorts } from './connect.ts';
export { exceptionsIn } from './downloads/exceptions.ts';
export { guardedDownloads } from './downloads/provider.ts';
export { filmReader } from './films/reader.ts';
export { imageMaker } from './images/maker.ts';
export { memoryLimiter } from './limits/memory.ts';
export { sharedLimiter } from './limits/shared.ts';
export { type Logger, openLog } from './log.ts';
export { smtpMailer } from './mail/provider.ts';
export { s3Clients } from './s3/client.ts';
export { attachment } from './s3/disposition.ts';
export { s3ObjectStore } from './s3/provider.ts';
export { stripeClient } from './stripe/client.ts';
export { stripePayments } from './stripe/provider.ts';
export {
  checkStripeSignature,
  type StripeMessage,
  stripeToleranceSeconds,
  verifyStripeMessage,
} from './stripe/verify.ts';
export type { VideosConfig } from './video/config.ts';
export { connectVideos, openVideoDoors, type SigningProviderName } from './video/connect.ts';
export { readLumaHint } from './video/luma/hint.ts';
export type { IncomingVideoMessage, VideoDoor } from './video/message.ts';
