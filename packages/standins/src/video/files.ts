import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Answer, type FileRequest, rangeOf } from './answer.ts';
import type { FileFault } from './behaviour.ts';
import { type Film, makeFilm, sha256Of } from './film/film.ts';
import type { Job } from './store.ts';
import type { World } from './world.ts';

const bombBytes = 4 * 1024 ** 3;
const endlessBytes = 64 * 1024 ** 3;
const page =
  '<!doctype html><html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>\n';

/** Serves what jobs made, in all the ways in which a file can go wrong. Ranges work unless a fault says otherwise. */
export class Files {
  readonly #world: World;
  readonly #requests: FileRequest[] = [];
  readonly #faultsLeft = new Map<string, number>();
  readonly #films = new Map<string, Film>();
  #versions = 0;

  constructor(world: World) {
    this.#world = world;
  }

  requests(): readonly FileRequest[] {
    return this.#requests;
  }

  forget(): void {
    this.#requests.length = 0;
    this.#faultsLeft.clear();
    this.#films.clear();
  }

  /** The film that a job makes as its n-th, from 0. */
  filmOf(job: Job, ordinal: number): Film {
    const name = `${job.maker}:${job.videoId ?? job.id}:${job.prompt}:${ordinal}`;
    const { aspect, durationSeconds, behaviour } = job;
    const known = this.#films.get(`${job.id}:${ordinal}`);
    const film = known ?? makeFilm({ name, aspect, durationSeconds, sizeBytes: behaviour.sizeBytes });
    this.#films.set(`${job.id}:${ordinal}`, film);
    return film;
  }

  /** What a download of it must come to. */
  factsOf(job: Job, ordinal: number): { sizeBytes: number; sha256: string } {
    const film = this.filmOf(job, ordinal);
    return { sizeBytes: film.sizeBytes, sha256: sha256Of(film) };
  }

  /** Answers `/files/{job}/{ordinal}/output.mp4`. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://makers');
    const [, , id, number] = url.pathname.split('/');
    const ordinal = Number(number);
    const job = this.#world.jobs.get(id ?? '');
    const range = request.headers.range ?? null;
    const entry: FileRequest = { job: id ?? '', ordinal, range, status: 0, sentBytes: 0 };
    this.#requests.push(entry);
    const out = new Answer(response, entry, job?.behaviour.bytesPerSecond ?? null);
    const { outage } = this.#world;
    if (outage === 'files' || outage === 'all') return out.text(503, 'Service Unavailable');
    if (job?.ended !== 'completed' || job.gone || !(ordinal < job.behaviour.outputs))
      return out.text(404, 'Not Found');
    const until = url.searchParams.get('until');
    const untilMs = until === null ? null : Number(until);
    if (url.searchParams.get('signature') !== this.#world.signatureOf(job.id, untilMs))
      return out.text(403, 'Forbidden');
    const { expiresAfterMs, signsAnew, wantsHeader } = job.behaviour;
    const endsMs =
      signsAnew || expiresAfterMs === null
        ? (untilMs ?? Number.POSITIVE_INFINITY)
        : (job.endedAtMs ?? 0) + expiresAfterMs;
    if (Date.now() >= endsMs) return out.text(403, 'Request has expired');
    if (wantsHeader && request.headers['x-file-key'] !== this.#world.fileKeyOf(job.id))
      return out.text(403, 'Forbidden');
    await this.#serve({ job, ordinal, url, request, out, fault: this.#takeFault(job, url) });
  }

  /** The fault of this request; those that count are used up, and none strikes who was led on by one. */
  #takeFault({ id, behaviour }: Job, url: URL): FileFault {
    const { fault, faultTimes } = behaviour;
    if (fault === 'good' || (fault === 'redirect' && url.searchParams.get('left') === '0')) return 'good';
    if (faultTimes === null) return fault;
    const left = this.#faultsLeft.get(id) ?? faultTimes;
    this.#faultsLeft.set(id, left - 1);
    return left > 0 ? fault : 'good';
  }

  async #serve(call: Call): Promise<void> {
    const { job, ordinal, url, request, out, fault } = call;
    const film = this.filmOf(job, ordinal);
    const { faultAfterBytes, redirects, redirectTo } = job.behaviour;
    const mp4 = { 'content-type': 'video/mp4' };
    const whole = { ...mp4, 'content-length': String(film.sizeBytes) };
    switch (fault) {
      case 'not_found':
        return out.text(404, 'Not Found');
      case 'forbidden':
        return out.text(403, 'Forbidden');
      case 'server_error':
        return out.text(500, 'Internal Server Error');
      case 'html':
        return out.text(200, page, 'text/html; charset=utf-8');
      case 'html_as_mp4':
        return out.text(200, page, 'video/mp4');
      case 'empty':
        return out.text(200, '', 'video/mp4');
      case 'redirect_away':
        return out.redirect(redirectTo);
      case 'redirect_loop':
        return out.redirect(url.pathname + url.search);
      case 'redirect': {
        const left = Number(url.searchParams.get('left') ?? redirects) - 1;
        url.searchParams.set('left', String(left));
        return out.redirect(url.pathname + url.search);
      }
      case 'says_longer':
        out.head(200, { ...mp4, 'content-length': String(film.sizeBytes + 1_000_000) });
        await out.bytes(film.read(0, film.sizeBytes));
        return out.cut();
      case 'says_shorter':
        out.head(200, { ...mp4, 'content-length': String(Math.floor(film.sizeBytes / 2)) });
        await out.bytes(film.read(0, film.sizeBytes));
        return out.cut();
      case 'endless':
        out.head(200, mp4);
        await out.bytes(endless(film));
        return out.end();
      case 'no_length':
        out.head(200, mp4);
        await out.bytes(film.read(0, film.sizeBytes));
        return out.end();
      case 'gzip':
      case 'gzip_bomb': {
        out.head(200, { ...mp4, 'content-encoding': 'gzip' });
        const source = fault === 'gzip' ? film.read(0, film.sizeBytes) : zeros(bombBytes);
        await out.bytes(Readable.from(source).pipe(createGzip()));
        return out.end();
      }
      case 'no_ranges':
        out.head(200, whole);
        await out.bytes(film.read(0, film.sizeBytes));
        return out.end();
      default: {
        const version = fault === 'changing' ? ++this.#versions : 0;
        const etag = `"${job.id}-${ordinal}-${version}"`;
        const range = rangeOf(request, etag, film.sizeBytes);
        if (range === 'outside') {
          out.head(416, { 'content-range': `bytes */${film.sizeBytes}` });
          return out.end();
        }
        const [start, end] = range ?? [0, film.sizeBytes];
        out.head(range ? 206 : 200, {
          ...mp4,
          etag,
          'accept-ranges': 'bytes',
          'content-length': String(end - start),
          ...(range && { 'content-range': `bytes ${start}-${end - 1}/${film.sizeBytes}` }),
        });
        if (request.method === 'HEAD') return out.end();
        if (fault !== 'cut' && fault !== 'stall') {
          await out.bytes(film.read(start, end));
          return out.end();
        }
        await out.bytes(film.read(start, Math.min(end, start + faultAfterBytes)));
        return fault === 'cut' ? out.cut() : out.stall();
      }
    }
  }
}

type Call = {
  job: Job;
  ordinal: number;
  url: URL;
  request: IncomingMessage;
  out: Answer;
  fault: FileFault;
};

function* endless(film: Film): Iterable<Buffer> {
  yield* film.read(0, film.sizeBytes);
  yield* zeros(endlessBytes);
}

function* zeros(sizeBytes: number): Iterable<Buffer> {
  const piece = Buffer.alloc(256 * 1024);
  for (let at = 0; at < sizeBytes; at += piece.length) yield piece;
}
