/** A provider's storage as a process of its own: serves `/{bytes}` as a film of that many bytes, by ranges. */
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Film, makeFilm } from '../../packages/standins/src/video/film/film.ts';

const films = new Map<number, Film>();
const filmOf = (sizeBytes: number): Film => {
  const film =
    films.get(sizeBytes) ??
    makeFilm({ name: `bench ${sizeBytes}`, aspect: '16:9', durationSeconds: 5, sizeBytes });
  films.set(sizeBytes, film);
  return film;
};

/** Pieces of a MiB: the film's own are small, and each write has its price. */
function* pieces(film: Film, start: number): Generator<Buffer> {
  let piece: Buffer[] = [];
  let pieceBytes = 0;
  for (const one of film.read(start, film.sizeBytes)) {
    piece.push(one);
    pieceBytes += one.length;
    if (pieceBytes < 1024 ** 2) continue;
    yield Buffer.concat(piece);
    piece = [];
    pieceBytes = 0;
  }
  if (pieceBytes > 0) yield Buffer.concat(piece);
}

createServer((request, response) => {
  if (request.url === '/healthz') return void response.end();
  const film = filmOf(Number(request.url?.slice(1)));
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': 'video/mp4',
    'content-length': film.sizeBytes - start,
    etag: `"${film.sizeBytes}"`,
    'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT',
    'accept-ranges': 'bytes',
    ...(start > 0 && { 'content-range': `bytes ${start}-${film.sizeBytes - 1}/${film.sizeBytes}` }),
  });
  if (request.method === 'HEAD') return void response.end();
  pipeline(Readable.from(pieces(film, start)), response).catch(() => {});
}).listen(Number(process.env.PORT), '127.0.0.1');
