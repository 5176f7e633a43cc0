import { describe, expect, test } from 'vitest';
import { decodeForm } from './form.ts';

describe('decodeForm', () => {
  const cases: [string, unknown][] = [
    ['', {}],
    ['a=1&b=', { a: '1', b: '' }],
    ['a[b][c]=x', { a: { b: { c: 'x' } } }],
    ['a[0]=x&a[1]=y', { a: ['x', 'y'] }],
    ['a[]=x&a[]=y', { a: ['x', 'y'] }],
    ['a[1][q]=2&a[0][q]=1', { a: [{ q: '1' }, { q: '2' }] }],
    ['metadata[order%20id]=6735', { metadata: { 'order id': '6735' } }],
    ['a[b=1', { 'a[b': '1' }],
    ['name=Jenny+Rosen%21', { name: 'Jenny Rosen!' }],
  ];
  test.each(cases)('%s', (text, fields) => {
    expect(decodeForm(text)).toEqual(fields);
  });

  test('no name reaches the prototype', () => {
    decodeForm('__proto__[polluted]=1&a[__proto__][polluted]=1&constructor[prototype][polluted]=1');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
