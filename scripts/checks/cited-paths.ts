import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Check } from './check.ts';
import { projectFiles } from './files.ts';

/** Documents whose paths are promises to the reader. */
const DOCUMENT = /^(README\.md|ARCHITECTURE\.md|docs\/.+\.md)$/;
/** How a path of this project begins. */
const ROOT_FOLDER = /^(apps|packages|scripts|docs|e2e|bench|\.ci)\//;
/** Made when the project runs, so never committed. */
const MADE_LATER = /^(\.data|\.toolchain|artifacts|node_modules)\b|\/(dist|node_modules)(\/|$)/;

/** A path that a document names in backticks or links to must exist. */
export const citedPaths: Check = {
  name: 'paths that the documents name',
  async run(root) {
    const files = await projectFiles(root);
    const known = withFolders(files);
    const documents = files.filter((path) => DOCUMENT.test(path));
    const problems = await Promise.all(
      documents.map(async (path) => missingPaths(path, await readFile(join(root, path), 'utf8'), known)),
    );
    return problems.flat();
  },
};

/** The files, and every folder above one of them. */
export function withFolders(files: string[]): Set<string> {
  const known = new Set(files);
  for (const file of files) {
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) known.add(folder);
  }
  return known;
}

/** The cited paths of one document that are not there, each as `document:line path`. */
export function missingPaths(document: string, text: string, known: Set<string>): string[] {
  const problems: string[] = [];
  let fenced = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    for (const path of [...quotedPaths(line), ...linkedPaths(document, line)]) {
      if (!known.has(path)) problems.push(`${document}:${index + 1} names ${path}, which is not there`);
    }
  }
  return problems;
}

/** Backticked project paths, `{a,b}` written out. A path with a placeholder (`<name>`, `*`, `NNN`) names no file. */
function quotedPaths(line: string): string[] {
  return [...line.matchAll(/`([^`]+)`/g)]
    .map((match) => (match[1] ?? '').replace(/[:#].*$/, '').replace(/\/$/, ''))
    .filter((path) => ROOT_FOLDER.test(`${path}/`) && !/[<>*\s…]|NNN/.test(path))
    .flatMap(expandBraces)
    .filter((path) => !MADE_LATER.test(path));
}

/** Targets of relative links and pictures. */
function linkedPaths(document: string, line: string): string[] {
  return [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => posix.normalize(posix.join(posix.dirname(document), target)).replace(/\/$/, ''));
}

function expandBraces(path: string): string[] {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/.exec(path);
  if (!match) return [path];
  const [, before = '', inside = '', after = ''] = match;
  return inside.split(',').flatMap((part) => expandBraces(`${before}${part.trim()}${after}`));
}
