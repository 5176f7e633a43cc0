/** How much and how long a download may take. */
export type DownloadLimits = {
  /** Of the whole file, announced or not. */
  sizeBytesMax: number;
  /** From the request to the head of the answer. */
  headTimeoutMs: number;
  /** While we wait for the next bytes; a reader that is slow itself costs the source nothing. */
  idleTimeoutMs: number;
  /** From the first request to the last byte. */
  totalTimeoutMs: number;
  /** In every such span of waiting at least so many bytes come. */
  slowWindowMs: number;
  slowBytesMin: number;
};

export const usualLimits: DownloadLimits = {
  sizeBytesMax: 4 * 1024 ** 3,
  headTimeoutMs: 30_000,
  idleTimeoutMs: 30_000,
  totalTimeoutMs: 2 * 3_600_000,
  slowWindowMs: 60_000,
  // 16 KiB a second, a fortieth of what a film of a minute's length needs to play.
  slowBytesMin: 960 * 1024,
};
