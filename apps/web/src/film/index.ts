export * from './errors.ts';
export type { KeptFilm, UploadTarget } from './film-db.ts';
export {
  type FilmsSnapshot,
  filmPromiseOf,
  filmStore,
  getKeptFilm,
  type KeepOptions,
  keepFilm,
  listKeptFilms,
  lookAgain,
  openKeptFilm,
  recoverFilm,
  removeKeptFilm,
  storageRoom,
} from './film-store.ts';
export { type ServerUpload, type UploadsApi, uploadsOf } from './upload/from-server.ts';
export type {
  HeldPart,
  PartPromise,
  SignedPart,
  UploadTransport,
  UploadView,
} from './upload/transport.ts';
export type { TrayUpload } from './upload/tray-line.ts';
export type { UploadPhase, UploadReason } from './upload/upload-machine.ts';
export { createUploads, type Uploads, type UploadsOptions, type UploadsSnapshot } from './uploads.ts';
export type { FilmPhase, FilmProgress, PosterImage } from './worker/protocol.ts';
