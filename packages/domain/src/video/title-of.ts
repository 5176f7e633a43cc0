/** Enough to know a video again by, and to name its file. */
const titleLengthMax = 80;

/** A first title: the beginning of what was asked for, cut between words. */
export function titleOf(prompt: string): string {
  const line = prompt.replace(/\s+/gu, ' ').trim();
  if (line.length <= titleLengthMax) return line;
  const cut = line.slice(0, titleLengthMax);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > titleLengthMax / 2 ? space : titleLengthMax).trimEnd()}…`;
}
