import { noSuchReference } from './errors.ts';
import { either, integer, shape, text } from './params.ts';

/** What every list takes; https://docs.stripe.com/api/pagination. */
export const PAGE = {
  limit: integer(1, 100),
  starting_after: text(),
  ending_before: text(),
};

/** Lists by moment of creation also take a range of it. */
export const CREATED = {
  created: either(shape({ gt: integer(), gte: integer(), lt: integer(), lte: integer() }), integer()),
};

interface PageInput {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: number | { gt?: number; gte?: number; lt?: number; lte?: number };
}

const DEFAULT_LIMIT = 10;

/** One page of `items` (oldest first), newest first, as the API's list object. */
export function pageOf<T extends { id: string }>(items: T[], input: PageInput, url: string) {
  const newestFirst = items.filter((item) => isWithin(item, input.created)).reverse();
  const limit = input.limit ?? DEFAULT_LIMIT;
  if (input.ending_before !== undefined) {
    const end = indexOf(newestFirst, input.ending_before, 'ending_before');
    const start = Math.max(end - limit, 0);
    return { object: 'list', data: newestFirst.slice(start, end), has_more: start > 0, url };
  }
  const after = input.starting_after;
  const start = after === undefined ? 0 : indexOf(newestFirst, after, 'starting_after') + 1;
  const data = newestFirst.slice(start, start + limit);
  return { object: 'list', data, has_more: start + limit < newestFirst.length, url };
}

function indexOf(items: { id: string }[], id: string, param: string): number {
  const index = items.findIndex((item) => item.id === id);
  if (index === -1) throw noSuchReference('object', id, param);
  return index;
}

function isWithin(item: object, created: PageInput['created']): boolean {
  if (created === undefined || !('created' in item) || typeof item.created !== 'number') return true;
  if (typeof created === 'number') return item.created === created;
  const { gt, gte, lt, lte } = created;
  const at = item.created;
  return (
    (gt === undefined || at > gt) &&
    (gte === undefined || at >= gte) &&
    (lt === undefined || at < lt) &&
    (lte === undefined || at <= lte)
  );
}
