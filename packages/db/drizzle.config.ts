import { defineConfig } from 'drizzle-kit';

/** `pnpm --filter @backlot/db exec drizzle-kit generate` writes the next migration from the schema. */
export default defineConfig({ dialect: 'postgresql', schema: './src/schema/index.ts', out: './migrations' });
