import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `--mode fixtures` puts an office held in memory behind the window; every other mode talks to the core. */
export const transportOf = (mode: string) =>
  file(mode === 'fixtures' ? './src/dev/transport.ts' : './src/ipc/transport.ts')

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/shared/i18n/paraglide',
      strategy: ['globalVariable', 'baseLocale'],
    }),
    svelte(),
  ],
  resolve: { alias: { '#transport': transportOf(mode) } },
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  clearScreen: false,
  build: {
    outDir: mode === 'fixtures' ? 'dist-fixtures' : 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // The oldest web views that know light-dark(): older targets would rewrite every colour token.
    target: ['safari18', 'chrome123'],
    // Fonts stay files: the content security policy allows no data: URL for them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
}))
