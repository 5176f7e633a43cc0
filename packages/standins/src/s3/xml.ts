import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './errors.ts';

/** An XML document as plain data: an array repeats its element, `undefined` leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlTree | readonly XmlValue[];
export interface XmlTree {
  readonly [element: string]: XmlValue;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text for XML; control characters become numeric references, as S3 writes them. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold them
  return text.replace(/[&<>"\u0000-\u001f\u007f]/g, (c) => named[c] ?? `&#x${c.charCodeAt(0).toString(16)};`);
}

function element(name: string, value: XmlValue, attributes = ''): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item: XmlValue) => element(name, item)).join('');
  const inner = typeof value === 'object' ? children(value as XmlTree) : escapeXml(String(value));
  return `<${name}${attributes}>${inner}</${name}>`;
}

function children(tree: XmlTree): string {
  return Object.entries(tree)
    .map(([name, value]) => element(name, value))
    .join('');
}

/** Writes a document with S3's namespace on its root (error documents carry none). */
export function xmlDocument(root: string, tree: XmlTree, options: { namespaced?: boolean } = {}): string {
  const attributes = options.namespaced === false ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, tree, attributes)}`;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  // Only so does the parser know references by number, which XML has by itself: Go's clients write `&#34;` for a quotation mark.
  htmlEntities: true,
  isArray: (name) => name === 'Part' || name === 'Object',
});

/**
 * Reads a request document whose root must be `root`; leaves are strings, `Part` and `Object` are arrays.
 * @throws S3Error MalformedXML
 */
export function parseXml(text: string, root: string): Record<string, unknown> {
  const malformed = new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema.',
  );
  // A document type could define entities: nothing S3 takes has one.
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) throw malformed;
  const parsed: unknown = parser.parse(text);
  const tree = isTree(parsed) ? parsed[root] : undefined;
  if (tree === '' || tree === undefined || !isTree(tree)) throw malformed;
  return tree;
}

/** Whether a parsed value is an element with children. */
export function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a child element, or undefined. */
export function textOf(tree: Record<string, unknown>, name: string): string | undefined {
  const value = tree[name];
  return typeof value === 'string' ? value : undefined;
}
