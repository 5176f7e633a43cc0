import { expect, it } from 'vitest';
import { completed } from './completed.ts';

const output = (url: string, headers: Record<string, string> = {}) => ({ url, expiresAt: null, headers });
const good = output('https://maker.example/film.mp4', { authorization: 'Key 1' });

it.each([
  ['no address', output('')],
  ['an address with U+0000', output('https://maker.example/\0.mp4')],
  ['an address with half of a pair', output('https://maker.example/\ud800.mp4')],
  ['a header with U+0000', output('https://maker.example/film.mp4', { 'x\0': '1' })],
  ['a header that says U+0000', output('https://maker.example/film.mp4', { x: '\0' })],
])('leaves out %s, and keeps the others in their order', (_, bad) => {
  expect(completed([bad, good, bad])).toEqual({ status: 'completed', outputs: [good] });
  expect(completed([bad])).toEqual({ status: 'completed', outputs: [] });
});

it('takes what is written in any language for an address', () => {
  const outputs = [output('https://maker.example/🎬/film é.mp4')];
  expect(completed(outputs)).toEqual({ status: 'completed', outputs });
});

it('keeps ten of one wish', () => {
  const outputs = Array.from({ length: 11 }, (_, index) => output(`https://maker.example/${index}.mp4`));
  expect(completed(outputs)).toEqual({ status: 'completed', outputs: outputs.slice(0, 10) });
});
