export * from './accounts.ts';
export * from './assets.ts';
export * from './billing.ts';
export * from './campaigns.ts';
export * from './moderation.ts';
export * from './orders.ts';
export * from './platform.ts';
export * from './usage.ts';
