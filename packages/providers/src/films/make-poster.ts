import { colourHex, type FilmPoster, type FilmSource, isBlack, posterRules } from '@backlot/core';
import { loadSharp } from '../images/sharp.ts';
import { decodeApart } from './decode-apart.ts';
import { meanColour, type Picture } from './decoder/order.ts';
import { posterOrders } from './key-pictures.ts';
import { type ReadLimits, withFilm } from './open-film.ts';

/**
 * Makes a poster as the browser does of a film that is brought: of the first picture that is not black, else of the best there
 * is. Here the film is only taken apart; what is decoded is decoded elsewhere, and comes back as pixels.
 * @throws what the source throws, PROVIDER_UNAVAILABLE when the decoder cannot be started
 */
export async function makePoster(source: FilmSource, limits: ReadLimits): Promise<FilmPoster | null> {
  const failures: unknown[] = [];
  const keep = (error: unknown) => {
    failures.push(error);
    throw error;
  };
  const range: FilmSource['range'] = (start, end) => source.range(start, end).catch(keep);
  const picture = await withFilm({ ...source, range }, limits, async (input) => {
    let best: Picture | null = null;
    for await (const order of posterOrders(input)) {
      const picture = await decodeApart(order).catch(keep);
      if (picture && !isBlack(meanColour(picture))) return picture;
      best ??= picture;
    }
    return best;
  });
  // Another picture than the best, only because storage failed, would be another one next time.
  if (failures.length > 0) throw failures[0];
  return picture && encode(picture);
}

async function encode({ pixels, widthPx, heightPx }: Picture): Promise<FilmPoster> {
  const sharp = await loadSharp();
  const averageColour = colourHex(meanColour({ pixels, widthPx, heightPx }));
  for (let part = 1; ; part /= 2) {
    const width = Math.max(1, Math.round(widthPx * part));
    const height = Math.max(1, Math.round(heightPx * part));
    for (const quality of posterRules.qualities) {
      const { data, info } = await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
        .resize(width, height, { fit: 'fill' })
        .webp({ quality: Math.round(quality * 100) })
        .toBuffer({ resolveWithObject: true });
      if (data.length > posterRules.sizeBytesMax && width > 64) continue;
      const { width: madeWidth, height: madeHeight } = info;
      const made = { widthPx: madeWidth, heightPx: madeHeight, averageColour };
      return { bytes: data, contentType: 'image/webp', ...made };
    }
  }
}
