/** Folder of the origin private file system in which kept films lie. */
const FOLDER = 'films';

/** The part of FileSystemSyncAccessHandle that is used; the DOM's types have it for workers only. */
export interface SyncHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  read(bytes: Uint8Array, options: { at: number }): number;
  getSize(): number;
  flush(): void;
  close(): void;
}
type WithSyncAccess = FileSystemFileHandle & { createSyncAccessHandle?(): Promise<SyncHandle> };

/** The folder of kept films, or null where the browser has no private file system (or hides it in private mode). */
export async function filmsFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return null;
  }
}

/** Opens a new file for writing from a worker; null where the browser cannot. Errors for lack of room go through. */
export async function createFile(name: string): Promise<SyncHandle | null> {
  const folder = await filmsFolder();
  const handle = (await folder?.getFileHandle(name, { create: true })) as WithSyncAccess | undefined;
  if (!handle?.createSyncAccessHandle) return null;
  return handle.createSyncAccessHandle();
}

/** The film's bytes as a File: reading it, or a slice of it, reads from disk. Null when it is gone. */
export async function openFile(name: string): Promise<File | null> {
  const folder = await filmsFolder();
  try {
    return (await (await folder?.getFileHandle(name))?.getFile()) ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}

/** A file that is gone is fine. */
export async function deleteFile(name: string): Promise<void> {
  const folder = await filmsFolder();
  await folder?.removeEntry(name).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  });
}

export async function listFiles(): Promise<string[]> {
  const names: string[] = [];
  const folder = await filmsFolder();
  if (folder) for await (const name of folder.keys()) names.push(name);
  return names;
}
