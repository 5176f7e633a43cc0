/** A service that the caller's shell is set up for must never be reached from here. */
const SERVICES = /^(S3|STRIPE|SMTP|MAIL|DATABASE|REDIS|AWS|PG|GOOGLE|VIDEO|FAL|REPLICATE|LUMA|RUNWAY)/;

/**
 * The environment of api and worker: the caller's own, with the part that leads to the stand-ins and to this run.
 * @param webDist absent when Vite serves the pages
 * @param compiled folder in which compiled code is kept, so that the next start is quicker
 */
export function environmentFor(
  network: Record<string, string>,
  { apiPort, webDist, compiled }: { apiPort: number; webDist: string | undefined; compiled: string },
): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !SERVICES.test(entry[0]),
  );
  return {
    ...Object.fromEntries(own),
    ...network,
    NODE_ENV: webDist ? 'production' : 'development',
    HOST: '127.0.0.1',
    PORT: String(apiPort),
    TRUSTED_PROXIES: '1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    WEB_DIST: webDist ?? '',
    NODE_COMPILE_CACHE: compiled,
  };
}
