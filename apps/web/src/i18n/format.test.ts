import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFormats, parseMoney } from './format.ts';
import { chooseLanguage } from './language.ts';
import { plural } from './plural.ts';

const en = makeFormats('en');
const fr = makeFormats('fr');
/** Intl writes narrow and no-break spaces; the tests read them as plain ones. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it('shows minor units with their currency', () => {
    expect(en.money(1900, 'USD')).toBe('$19.00');
    expect(plain(fr.money(1900, 'USD'))).toBe('19,00 $US');
    expect(plain(fr.money(123_456, 'EUR'))).toBe('1 234,56 €');
  });
  it('knows currencies without decimals', () => {
    expect(en.money(500, 'JPY')).toBe('¥500');
    expect(parseMoney('500', 'JPY')).toBe(500);
    expect(parseMoney('500.5', 'JPY')).toBeNull();
  });
  it('reads what people type', () => {
    expect(parseMoney('19', 'USD')).toBe(1900);
    expect(parseMoney('19,5', 'USD')).toBe(1950);
    expect(parseMoney(' 1 234,56 ', 'EUR')).toBe(123_456);
    for (const text of ['', '-1', '1.234', 'abc', '1,2,3', '1e3', '0x10', '9999999999']) {
      expect(parseMoney(text, 'USD'), text).toBeNull();
    }
  });
  it('reads back every amount it writes into a field', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.constantFrom('USD', 'EUR', 'JPY'),
        (minor, currency) => {
          const amount = currency === 'JPY' ? minor % 1_000_000_000 : minor;
          for (const formats of [en, fr]) {
            expect(parseMoney(formats.moneyInput(amount, currency), currency)).toBe(amount);
          }
        },
      ),
    );
  });
});

describe('sizes and times', () => {
  it('uses decimal units in the language of the reader', () => {
    expect(en.bytes(0)).toBe('0 bytes');
    expect(en.bytes(12_400_000)).toBe('12.4 MB');
    expect(plain(fr.bytes(12_400_000))).toBe('12,4 Mo');
    expect(en.bytes(2_147_483_648)).toBe('2.1 GB');
    expect(en.bytes(999_600)).toBe('1 MB');
    expect(plain(en.storage(1_073_741_824))).toBe('1 GiB');
    expect(plain(fr.storage(1_288_490_189))).toBe('1,2 Gio');
    expect(plain(fr.storage(12))).toBe('12 octets');
    expect(en.speed(9_800_000)).toBe('9.8 MB/s');
    expect(plain(fr.speed(9_800_000))).toBe('9,8 Mo/s');
  });
  it('writes time codes and time left', () => {
    expect(en.timeCode(0)).toBe('0:00');
    expect(en.timeCode(75.9)).toBe('1:15');
    expect(en.timeCode(3675)).toBe('1:01:15');
    expect(en.timeLeft(42)).toBe('42 sec');
    expect(en.timeLeft(0.2)).toBe('1 sec');
    expect(en.timeLeft(200)).toBe('3 min');
    expect(plain(fr.timeLeft(5400))).toBe('1,5 h');
  });
  it('never shows 100 % before the end', () => {
    expect(en.percent(0.999)).toBe('99%');
    expect(plain(fr.percent(1))).toBe('100 %');
  });
  it('says the first of a month as each language does', () => {
    const first = Date.UTC(2026, 11, 1, 12);
    expect([en.day(first), fr.day(first), fr.date(first)]).toEqual([
      'Dec 1',
      '1er déc.',
      '1er décembre 2026',
    ]);
    expect(fr.day(Date.UTC(2026, 11, 11))).toBe('11 déc.');
  });
  it('speaks of times relative to a given now', () => {
    const now = Date.UTC(2026, 10, 21, 12);
    expect(en.relative(now - 7_200_000, now)).toBe('2 hours ago');
    expect(fr.relative(now + 86_400_000 * 3, now)).toBe('dans 3 jours');
    expect(en.relative(now - 20_000, now)).toBe('now');
  });
});

describe('language', () => {
  it('prefers what was kept, then the browser, then English', () => {
    expect(chooseLanguage('fr', ['en-GB'])).toBe('fr');
    expect(chooseLanguage(null, ['de-DE', 'fr-CA', 'en'])).toBe('fr');
    expect(chooseLanguage('xx', ['de'])).toBe('en');
    expect(chooseLanguage(null, [])).toBe('en');
  });
  it('counts as each language does', () => {
    expect(plural('en', 0, 'film', 'films')).toBe('films');
    expect(plural('fr', 0, 'film', 'films')).toBe('film');
    expect(plural('fr', 2, 'film', 'films')).toBe('films');
  });
});
