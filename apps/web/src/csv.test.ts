import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('writes what every spreadsheet reads back', () => {
  expect(csvOf(['day', 'views'], [['1 Nov', 3]])).toBe('\uFEFFday,views\r\n1 Nov,3\r\n');
  expect(csvOf(['a'], [['say "cut", then\nwait']])).toBe('\uFEFFa\r\n"say ""cut"", then\nwait"\r\n');
});

it('lets no text become a formula, and leaves numbers alone', () => {
  expect(csvOf(['a'], [['=1+1'], ['@x'], [-4]])).toBe("\uFEFFa\r\n'=1+1\r\n'@x\r\n-4\r\n");
});
