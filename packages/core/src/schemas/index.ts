export * from './accounts.ts';
export * from './activities.ts';
export * from './campaigns.ts';
export * from './common.ts';
export * from './films.ts';
export * from './uploads.ts';
export * from './videos.ts';
