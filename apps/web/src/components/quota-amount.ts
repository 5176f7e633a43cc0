import type { QuotaName } from '@backlot/core';
import type { Formats } from '../i18n/format.ts';

const microsInACent = 10_000;

/** An amount of a quota in the reader's words: bytes, money (a begun cent is a cent), a number, time. */
export function quotaAmount(
  quota: QuotaName,
  amount: number,
  formats: Formats,
  minutes: (count: string) => string,
): string {
  switch (quota) {
    case 'storage':
      return formats.storage(amount);
    case 'text':
      return formats.money(Math.ceil(amount / microsInACent), 'USD');
    case 'video':
      return formats.number(amount);
    case 'live':
      return minutes(formats.number(Math.ceil(amount / 60)));
  }
}
