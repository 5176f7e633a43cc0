import { parseSync, Visitor } from 'oxc-parser';

/** One place where a file names another module. */
export type ImportUse = {
  specifier: string;
  /** True when nothing of it is left at run time (`import type`, `export type`, `import('x').T`). */
  typeOnly: boolean;
  line: number;
};

/** Something impure that a file uses: reading the clock, the environment, chance or the network. */
export type ImpureUse = { what: string; line: number };

export type SourceFacts = { imports: ImportUse[]; impure: ImpureUse[] };

/** Functions and constructors that reach outside when called by their bare name. */
const IMPURE_CALLS = new Set([
  ...['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['XMLHttpRequest', 'WebSocket', 'EventSource'],
]);
/** Objects of which any member reaches outside. */
const IMPURE_OBJECTS = new Set([
  ...[
    'process',
    'globalThis',
    'window',
    'document',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'navigator',
  ],
  ...['crypto', 'performance', 'console'],
]);
const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random']);

/**
 * What a TypeScript source imports and which impure things it touches, from its syntax tree (comments and
 * strings never count). A file that
 * declares a name of its own (`const window = …`) does not mean the global by it.
 * @throws Error for a file that does not parse.
 */
export function readSource(path: string, source: string): SourceFacts {
  const parsed = parseSync(path, source);
  const fault = parsed.errors[0];
  if (fault) throw new Error(`${path} does not parse: ${fault.message}`);

  const lineOf = lineFinder(source);
  const imports: ImportUse[] = [];
  const impure: ImpureUse[] = [];
  const declared = new Set<string>();
  const declareParameters = ({ params }: { params: { type: string; name?: string }[] }) => {
    for (const { type, name } of params) if (type === 'Identifier' && name) declared.add(name);
  };
  const say = (what: string, at: number) => impure.push({ what, line: lineOf(at) });
  const use = (specifier: string, typeOnly: boolean, at: number) =>
    imports.push({ specifier, typeOnly, line: lineOf(at) });

  for (const { moduleRequest, entries, start } of parsed.module.staticImports) {
    use(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType), start);
  }
  for (const { entries, start } of parsed.module.staticExports) {
    const from = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (from)
      use(
        from.value,
        entries.every((entry) => entry.isType),
        start,
      );
  }

  new Visitor({
    VariableDeclarator(node) {
      if (node.id.type === 'Identifier') declared.add(node.id.name);
    },
    FunctionDeclaration: declareParameters,
    FunctionExpression: declareParameters,
    ArrowFunctionExpression: declareParameters,
    ImportExpression(node) {
      if (node.source.type === 'Literal') use(String(node.source.value), false, node.start);
      else say('an import whose path is computed', node.start);
    },
    TSImportType(node) {
      use(node.source.value, true, node.start);
    },
    CallExpression(node) {
      const [first] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'require' && first?.type === 'Literal') {
        use(String(first.value), false, node.start);
      }
      if (node.callee.type !== 'Identifier') return;
      if (node.callee.name === 'Date' || IMPURE_CALLS.has(node.callee.name))
        say(`${node.callee.name}()`, node.start);
    },
    NewExpression(node) {
      if (node.callee.type !== 'Identifier') return;
      const { name } = node.callee;
      if (IMPURE_CALLS.has(name) || (name === 'Date' && node.arguments.length === 0))
        say(`new ${name}()`, node.start);
    },
    MemberExpression(node) {
      if (node.object.type !== 'Identifier') return;
      const property = node.property.type === 'Identifier' && !node.computed ? node.property.name : '[…]';
      const name = `${node.object.name}.${property}`;
      if (IMPURE_OBJECTS.has(node.object.name) || IMPURE_MEMBERS.has(name)) say(name, node.start);
    },
  }).visit(parsed.program);

  return { imports, impure: impure.filter(({ what }) => !declared.has(what.split('.')[0] ?? '')) };
}

/** Offset → line number, counted from 1. */
function lineFinder(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
