import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds the api; the api serves the built SPA itself otherwise. */
const apiOrigin = process.env.BACKLOT_API_ORIGIN ?? 'http://127.0.0.1:3000';

/** Lays a `.br` and a `.gz` beside every text file, once per build, so that the api sends them without compressing. */
function precompress(): Plugin {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir }) {
      const names = await readdir(dir ?? '', { recursive: true });
      const texts = names.filter((name) => /\.(js|css|svg|txt)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = join(dir ?? '', name);
          const bytes = await readFile(path);
          await writeFile(`${path}.gz`, await zip(bytes, { level: 9 }));
          await writeFile(
            `${path}.br`,
            await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
          );
        }),
      );
    },
  };
}

/**
 * Tells the page what its first script will ask for, so that the browser fetches it side by side: the chunks that it
 * imports, as links; the texts of each language, as attributes that `theme.js` reads once it knows the reader's.
 */
function announceFirstFiles(): Plugin {
  return {
    name: 'announce-first-files',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        const entry = chunks.find((chunk) => chunk.isEntry);
        const texts = (language: string) =>
          ['shell', 'home']
            .map((part) =>
              chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/i18n/${language}/${part}.ts`)),
            )
            .map((chunk) => `/${chunk?.fileName}`)
            .join(' ');
        return {
          html: html.replace('<html', `<html data-texts-en="${texts('en')}" data-texts-fr="${texts('fr')}"`),
          tags: (entry?.imports ?? []).map((fileName) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
            injectTo: 'head' as const,
          })),
        };
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), announceFirstFiles(), precompress()],
  server: {
    proxy: {
      '/api': { target: apiOrigin, changeOrigin: false },
      // The page of a video is ours; what its provider still has of it comes through the api.
      '^/videos/[^/]+/original': { target: apiOrigin, changeOrigin: false },
      '/readyz': { target: apiOrigin, changeOrigin: false },
    },
  },
  build: {
    target: 'es2023',
    // The Content-Security-Policy refuses data: fonts and inline modules, so every asset is a hashed file.
    assetsInlineLimit: 0,
    // One stylesheet and plain imports: the lists that Vite's preloader would carry cost every first load 2 kB, and with
    // all styles here from the start nothing moves when a page's code arrives.
    cssCodeSplit: false,
    modulePreload: false,
    manifest: true,
  },
  worker: { format: 'es' },
});
