/** How a job ends when nobody says otherwise. `never`: it stays at work until a command ends it. */
export const outcomes = [
  'completed',
  'refused_content',
  'bad_input',
  'provider_failed',
  'cancelled',
  'timed_out',
  'no_output',
  'never',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What is wrong with a file. All but `good` count for `faultTimes` requests, or for ever. */
export const fileFaults = [
  'good',
  /** The connection ends after `faultAfterBytes` of an answer. */
  'cut',
  /** No byte comes after `faultAfterBytes`, and the connection stays. */
  'stall',
  /** Ranges are not done: every request gets the whole file. */
  'no_ranges',
  /** It is another file at every request, by its ETag too. */
  'changing',
  /** It says that it is longer than it is, and shorter. */
  'says_longer',
  'says_shorter',
  /** No length is said, and it never ends. */
  'endless',
  /** No length is said. */
  'no_length',
  /** Compressed on its way; zeros that grow without end when they are unpacked. */
  'gzip',
  'gzip_bomb',
  /** A page instead of a video; the same under the name of a video. */
  'html',
  'html_as_mp4',
  'empty',
  'not_found',
  'forbidden',
  'server_error',
  /** Leads on to the file, `redirects` times; in a circle; to `redirectTo`. */
  'redirect',
  'redirect_loop',
  'redirect_away',
] as const;
export type FileFault = (typeof fileFaults)[number];

/** How a job goes; every job has its own, set before it is asked for. */
export type Behaviour = {
  /** The request itself is refused: for what it asks for, or for good without a reason. */
  refuse: 'no' | 'content' | 'input';
  outcome: Outcome;
  /** Until it ends. */
  delayMs: number;
  /** Videos that it makes. */
  outputs: number;
  /** Made so large by free space; null as it is. */
  sizeBytes: number | null;
  /** Whether the maker tells at all, and how late. */
  tells: boolean;
  tellsAfterMs: number;
  /** Extra copies of every message. */
  duplicates: number;
  /** Also says that it is at work, after it said that it has ended. */
  reorder: boolean;
  /** Also says the contrary of what it said, a moment later. */
  contradict: boolean;
  /** Signs with a key that nobody knows. */
  forge: boolean;
  /** Sends a date of an hour ago, rightly signed. */
  oldMessages: boolean;
  /** The generic wire: by its shared secret or by Standard Webhooks. */
  signs: 'secret' | 'signature';
  /** How long its files can be had after its end; null for ever. */
  expiresAfterMs: number | null;
  /** Every look at the job gives an address that lives so long from then on (Luma, Runway). */
  signsAnew: boolean;
  /** Its files open only with the header that the job names (generic wire). */
  wantsHeader: boolean;
  fault: FileFault;
  /** So often, then the file is good; null for ever. */
  faultTimes: number | null;
  faultAfterBytes: number;
  redirects: number;
  redirectTo: string;
  /** Of a file; null as fast as it goes. */
  bytesPerSecond: number | null;
};

export const ordinary: Behaviour = {
  refuse: 'no',
  outcome: 'completed',
  delayMs: 0,
  outputs: 1,
  sizeBytes: null,
  tells: true,
  tellsAfterMs: 0,
  duplicates: 0,
  reorder: false,
  contradict: false,
  forge: false,
  oldMessages: false,
  signs: 'secret',
  expiresAfterMs: null,
  signsAnew: false,
  wantsHeader: false,
  fault: 'good',
  faultTimes: null,
  faultAfterBytes: 65_536,
  redirects: 1,
  redirectTo: 'http://169.254.169.254/latest/meta-data/',
  bytesPerSecond: null,
};

/** Which values a field takes; a field that is not here takes what `ordinary` has the type of. */
const choices: Partial<Record<keyof Behaviour, readonly string[]>> = {
  refuse: ['no', 'content', 'input'],
  outcome: outcomes,
  signs: ['secret', 'signature'],
  fault: fileFaults,
};
const mayBeNull = new Set(['sizeBytes', 'expiresAfterMs', 'faultTimes', 'bytesPerSecond']);

/**
 * Reads a change of behaviour of unknown origin.
 * @throws Error that names the field which cannot be set so
 */
export function readBehaviour(value: unknown): Partial<Behaviour> {
  if (typeof value !== 'object' || value === null) throw new Error('A behaviour is an object.');
  for (const [name, wish] of Object.entries(value)) {
    const known = Object.hasOwn(ordinary, name);
    const allowed = choices[name as keyof Behaviour];
    const isCount = typeof wish === 'number' && Number.isFinite(wish) && wish >= 0;
    const fits = allowed
      ? allowed.includes(String(wish))
      : mayBeNull.has(name)
        ? wish === null || isCount
        : typeof ordinary[name as keyof Behaviour] === 'number'
          ? isCount
          : typeof wish === typeof ordinary[name as keyof Behaviour];
    if (!known || !fits) throw new Error(`${name} cannot be set to that.`);
  }
  return value as Partial<Behaviour>;
}
