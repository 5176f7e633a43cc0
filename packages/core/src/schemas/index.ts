export * from './accounts.ts';
export * from './campaigns.ts';
export * from './common.ts';
export * from './films.ts';
export * from './uploads.ts';
