import {
  acceptFilm,
  applyErasures,
  type ByteReader,
  type Erasure,
  type FilmContainer,
  scanPrivateData,
} from '@backlot/core';
import { createSHA256, type IHasher } from 'hash-wasm';
import { abortError, FilmError } from '../errors.ts';
import { blobReader } from './blob-reader.ts';
import { createFile, deleteFile } from './files.ts';
import { type PartHasher, partHasher } from './part-hashes.ts';
import { prepare } from './prepare.ts';
import type { FilmProgress, FilmTask, PreparedFilm } from './protocol.ts';

/** Read, patched, hashed and written at a time. Memory does not grow beyond a few of these. */
const CHUNK_BYTES = 2 * 1024 ** 2;

/** Without a private file system a film is held in IndexedDB; browsers choke on much larger records. */
const MAX_RECORD_BYTES = 512 * 1024 ** 2;

type Report = (progress: FilmProgress) => void;
type KeepTask = Extract<FilmTask, { kind: 'keep' }>;

/**
 * Judges a picked film and copies it, in one pass, into the browser's own storage: without what tells place and device
 * unless the person keeps that, and hashed over exactly the bytes that were written. Throws FilmError; leaves nothing
 * behind when it does.
 */
export async function keepFilm(task: KeepTask, signal: AbortSignal, report: Report): Promise<PreparedFilm> {
  report({ phase: 'reading', doneBytes: 0, totalBytes: task.file.size });
  const { probe, findings, erasures: all, poster } = await prepare(task.file, blobReader(task.file));
  const judged = acceptFilm(probe);
  if (!judged.ok) throw new FilmError('refused', { rule: judged.rule, facts: judged.facts });
  signal.throwIfAborted();
  const keepPrivateData = task.expectedSha256
    ? await wantsPrivateData(task, all, signal, report)
    : task.keepPrivateData;
  const erasures = keepPrivateData ? [] : all;
  const { container } = judged.facts;
  const copy = await copyFilm(task, container, erasures, signal, report);
  const clean = erasures.length > 0;
  return {
    facts: clean ? { ...judged.facts, hasLocation: false, hasDeviceData: false } : judged.facts,
    ...copy,
    findings,
    privateDataKept: keepPrivateData && findings.length > 0,
    canPreview: probe.decodes === 'yes',
    poster,
  };
}

/** Which form of a film picked again has the hash that was promised: with or without its private data. */
async function wantsPrivateData(
  task: KeepTask,
  erasures: readonly Erasure[],
  signal: AbortSignal,
  report: Report,
): Promise<boolean> {
  const [straight, clean] = [await createSHA256(), await createSHA256()];
  await eachChunk(task.file, signal, (chunk, offset) => {
    straight.update(chunk);
    if (erasures.length > 0) {
      applyErasures(chunk, offset, erasures);
      clean.update(chunk);
    }
    report({ phase: 'checking', doneBytes: offset + chunk.length, totalBytes: task.file.size });
  });
  if (straight.digest() === task.expectedSha256) return true;
  if (erasures.length > 0 && clean.digest() === task.expectedSha256) return false;
  throw new FilmError('different_film');
}

type FilmCopy = Pick<PreparedFilm, 'sha256' | 'partHashes' | 'place'>;

async function copyFilm(
  task: KeepTask,
  container: FilmContainer,
  erasures: readonly Erasure[],
  signal: AbortSignal,
  report: Report,
): Promise<FilmCopy> {
  const fileName = `${task.fileName}.${container}`;
  const hasher = await createSHA256();
  const parts = partHasher(task.file.size);
  const progress = (doneBytes: number) => report({ phase: 'copying', doneBytes, totalBytes: task.file.size });
  try {
    const handle = await createFile(fileName);
    if (!handle) return await copyToRecord(task.file, container, erasures, hasher, parts, signal, progress);
    try {
      await eachChunk(task.file, signal, (chunk, offset) => {
        applyErasures(chunk, offset, erasures);
        hasher.update(chunk);
        if (handle.write(chunk, { at: offset }) !== chunk.length)
          throw new FilmError('no_room', { freeBytes: null });
        progress(offset + chunk.length);
        return parts.update(chunk);
      });
      handle.flush();
      if (handle.getSize() !== task.file.size) throw new FilmError('read_failed');
      if (erasures.length > 0)
        await proveClean(container, { sizeBytes: handle.getSize(), read: readerOf(handle) });
    } finally {
      handle.close();
    }
    return { sha256: hasher.digest(), partHashes: await parts.finish(), place: { kind: 'opfs', fileName } };
  } catch (error) {
    await deleteFile(fileName);
    throw error;
  }
}

/** Browsers without a private file system: the pieces become one Blob, which the browser holds on disk. */
async function copyToRecord(
  file: Blob,
  container: FilmContainer,
  erasures: readonly Erasure[],
  hasher: IHasher,
  parts: PartHasher,
  signal: AbortSignal,
  progress: (doneBytes: number) => void,
): Promise<FilmCopy> {
  if (file.size > MAX_RECORD_BYTES) throw new FilmError('storage_unavailable', { neededBytes: file.size });
  const pieces: Blob[] = [];
  await eachChunk(file, signal, (chunk, offset) => {
    applyErasures(chunk, offset, erasures);
    hasher.update(chunk);
    pieces.push(new Blob([chunk]));
    progress(offset + chunk.length);
    return parts.update(chunk);
  });
  const blob = new Blob(pieces);
  if (erasures.length > 0) await proveClean(container, blobReader(blob));
  return { sha256: hasher.digest(), partHashes: await parts.finish(), place: { kind: 'indexeddb', blob } };
}

/** Reads back what was written and looks for private data again. */
async function proveClean(container: FilmContainer, reader: ByteReader): Promise<void> {
  const scan = await scanPrivateData(container, reader);
  if (!scan.complete || scan.findings.length > 0) throw new FilmError('not_clean');
}

/** Goes through a file once, reading the next chunk while the present one is worked on. */
async function eachChunk(
  file: Blob,
  signal: AbortSignal,
  use: (chunk: Uint8Array<ArrayBuffer>, offsetBytes: number) => void | Promise<void>,
): Promise<void> {
  const read = (offset: number) => file.slice(offset, offset + CHUNK_BYTES).arrayBuffer();
  let coming = read(0);
  for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
    const chunk = new Uint8Array(await coming);
    if (signal.aborted) throw abortError();
    coming = read(offset + CHUNK_BYTES);
    // Whoever stops early does not wait for it.
    coming.catch(() => undefined);
    await use(chunk, offset);
  }
}

function readerOf(handle: { read(bytes: Uint8Array, options: { at: number }): number }): ByteReader['read'] {
  return async (offsetBytes, lengthBytes) => {
    const bytes = new Uint8Array(lengthBytes);
    return bytes.subarray(0, handle.read(bytes, { at: offsetBytes }));
  };
}
