/**
 * A Content-Disposition that makes a browser save under this name: RFC 6266, with the name in ASCII for old readers
 * and whole by RFC 5987. Control characters and quotes cannot leave the header's value.
 */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
