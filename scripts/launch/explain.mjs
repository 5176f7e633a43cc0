/** What went wrong → what a person can do. The first rule that matches the error's text speaks. */
const RULES = [
  [
    /ENOSPC|no space left/i,
    'There is no space left on the disk. Free some (about 1.5 GB is needed), then run the command again.',
  ],
  [
    /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    'A file or folder here may not be written. Check that this folder belongs to you (a run as root may have left files in .toolchain, node_modules or .data).',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network|socket hang up|dns error|error sending request/i,
    'The package registry could not be reached. Check the network (and the proxy and registry settings of npm), then run the command again: it goes on where it stopped.',
  ],
  [
    /CERT_|certificate|self.signed/i,
    'The package registry showed a certificate that Node does not trust. Set NODE_EXTRA_CA_CERTS to your certificates, then run the command again.',
  ],
  [
    /\bE40[13]\b|\b40[13] (Unauthorized|Forbidden)/i,
    'The package registry refused the request. Check the registry settings and the sign-in of npm.',
  ],
  [/ENOENT.*\bnpm\b|spawn npm/i, 'npm was not found. Install Node.js 20 or later together with its npm.'],
  [
    /ERR_PNPM_OUTDATED_LOCKFILE/,
    'pnpm-lock.yaml does not fit the package.json files. Run `pnpm install` and commit the lock file.',
  ],
];

/** One or two plain sentences for an error of this launcher, with the end of the program's own words below. */
export function explain(error) {
  const output = error?.output ?? '';
  const text = `${error?.code ?? ''} ${error?.message ?? error} ${output}`;
  const advice = RULES.find(([pattern]) => pattern.test(text))?.[1];
  const tail = output.trim().split('\n').slice(-12).join('\n');
  if (!advice) return [error?.message ?? String(error), tail].filter(Boolean).join('\n\n');
  return tail ? `${advice}\n\n${tail}` : `${advice}\n(${error?.message ?? error})`;
}
