/** `1.4 MB`, with decimal units. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = size < 1 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), units.length - 1);
  return `${(size / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** `2026-11-21 10:02:03` in UTC. */
export function moment(at: string | number | Date): string {
  return new Date(at).toISOString().replace('T', ' ').slice(0, 19);
}
