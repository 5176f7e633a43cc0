/** What went wrong, for a person: the system's commonest refusals in words, our own errors as they are. */
export function plainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const where = path ? ` (${path})` : '';
  if (code === 'EACCES' || code === 'EPERM') {
    return `A file or folder may not be used${where}. It probably belongs to another user: a run as root leaves .data to root.`;
  }
  if (code === 'ENOSPC') return `There is no space left on the disk${where}.`;
  return error.message;
}
