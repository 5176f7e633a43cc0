import type { Language } from './language.ts';

/** English dates and money are written as in the United States, because our prices are in its currency. */
const locales: Record<Language, string> = { en: 'en-US', fr: 'fr-FR' };

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const binaryUnits: Record<Language, readonly string[]> = {
  en: ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'],
  fr: ['octets', 'Kio', 'Mio', 'Gio', 'Tio'],
};

/** Everything that depends on the reader's language when a value becomes text. */
export interface Formats {
  /** `amountMinor` in the currency's minor unit (cents): `1900, 'USD'` → `$19.00`. */
  money(amountMinor: number, currency: string): string;
  /** The separator-free decimal form for an input field: `1900, 'USD'` → `19` or `19,50`. */
  moneyInput(amountMinor: number, currency: string): string;
  number(value: number): string;
  /** `ratio` from 0 to 1: `0.4` → `40%`. Rounded down, so that 100 % means done. */
  percent(ratio: number): string;
  /** Decimal units, as storage is sold: `12_400_000` → `12.4 MB`. */
  bytes(sizeBytes: number): string;
  /** Binary units, as plans hold storage: `1_073_741_824` → `1 GiB`, `1 Gio`. */
  storage(sizeBytes: number): string;
  speed(bytesPerSecond: number): string;
  /** Time code: `75` → `1:15`, `3675` → `1:01:15`. The same in every language. */
  timeCode(durationSeconds: number): string;
  /** Time left in words, coarse on purpose: `75` → `about 1 min`. */
  timeLeft(durationSeconds: number): string;
  date(value: Date | string | number): string;
  dateTime(value: Date | string | number): string;
  /** A day of a series, short and without its year, as counted in UTC: `Nov 28`, `28 nov.` */
  day(value: Date | string | number): string;
  /** A month of a series, as counted in UTC: `Nov 2026`, `nov. 2026` */
  month(value: Date | string | number): string;
  /** `2 hours ago`, `in 3 days`; `nowMs` is passed in so that the text is a pure function. */
  relative(value: Date | string | number, nowMs: number): string;
  list(items: readonly string[]): string;
}

/** Builds the formatters of one language; keep the answer, Intl objects are dear to make. */
export function makeFormats(language: Language): Formats {
  const locale = locales[language];
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });

  function amount(minor: number, currency: string, style: 'currency' | 'decimal'): string {
    const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
    const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
    const value = minor / 10 ** digits;
    if (style === 'currency') return money.format(value);
    const whole = Number.isInteger(value);
    return new Intl.NumberFormat(locale, {
      useGrouping: false,
      minimumFractionDigits: whole ? 0 : digits,
      maximumFractionDigits: digits,
    }).format(value);
  }

  function bytes(sizeBytes: number, perSecond: boolean): string {
    let step = 0;
    let value = sizeBytes;
    while (value >= 999.5 && step < byteUnits.length - 1) {
      value /= 1000;
      step += 1;
    }
    const unit = byteUnits[step] ?? 'byte';
    return new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: perSecond ? `${unit}-per-second` : unit,
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
    }).format(value);
  }

  /** French says `1er` of the first day alone, which Intl does not. */
  const firstOfMonth = (text: string) => (language === 'fr' ? text.replace(/^1(?=\s)/, '1er') : text);

  function storage(sizeBytes: number): string {
    let step = 0;
    let value = sizeBytes;
    while (value >= 1_023.5 && step < binaryUnits[language].length - 1) {
      value /= 1_024;
      step += 1;
    }
    const digits = { maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1 };
    return `${new Intl.NumberFormat(locale, digits).format(value)}\u00a0${binaryUnits[language][step]}`;
  }

  return {
    money: (amountMinor, currency) => amount(amountMinor, currency, 'currency'),
    moneyInput: (amountMinor, currency) => amount(amountMinor, currency, 'decimal'),
    number: (value) => number.format(value),
    percent: (ratio) => percent.format(Math.floor(ratio * 100) / 100),
    bytes: (sizeBytes) => bytes(sizeBytes, false),
    storage,
    speed: (bytesPerSecond) => bytes(bytesPerSecond, true),
    timeCode,
    timeLeft: (durationSeconds) => timeLeft(locale, durationSeconds),
    date: (value) => firstOfMonth(date.format(new Date(value))),
    day: (value) => firstOfMonth(day.format(new Date(value))),
    month: (value) => month.format(new Date(value)),
    dateTime: (value) => firstOfMonth(dateTime.format(new Date(value))),
    relative(value, nowMs) {
      const seconds = Math.round((new Date(value).getTime() - nowMs) / 1000);
      for (const [unit, unitSeconds] of relativeSteps) {
        if (Math.abs(seconds) >= unitSeconds) return relative.format(Math.trunc(seconds / unitSeconds), unit);
      }
      return relative.format(0, 'second');
    },
    list: (items) => list.format(items),
  };
}

const relativeSteps = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function timeCode(durationSeconds: number): string {
  const whole = Math.max(0, Math.floor(durationSeconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

function timeLeft(locale: string, durationSeconds: number): string {
  const [value, unit] =
    durationSeconds < 60
      ? [Math.max(1, Math.ceil(durationSeconds)), 'second']
      : durationSeconds < 3600
        ? [Math.round(durationSeconds / 60), 'minute']
        : [Math.round(durationSeconds / 360) / 10, 'hour'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/**
 * Reads an amount as people type it, with a point or a comma, into minor units.
 * @returns null when the text is not an amount, is negative, or has more decimals than the currency
 */
export function parseMoney(text: string, currency: string): number | null {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const places = digits.maximumFractionDigits ?? 2;
  const compact = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const match = /^(\d{1,9})(?:\.(\d*))?$/.exec(compact);
  if (!match) return null;
  const fraction = match[2] ?? '';
  if (fraction.length > places) return null;
  return Number(match[1]) * 10 ** places + Number(fraction.padEnd(places, '0') || 0);
}
