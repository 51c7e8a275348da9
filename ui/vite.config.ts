import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `--mode fixtures` puts an office held in memory behind the window; every other mode talks to the core. */
export const transportOf = (mode: string) =>
  file(mode === 'fixtures' ? './src/dev/transport.ts' : './src/ipc/transport.ts')

/**
 * What pdf.js reads beside its code when a PDF asks for it, as files of the program: the tables of characters of Asian fonts,
 * the fonts that a PDF may leave out, and the decoder of JPEG 2000 in plain script; each with its licence.
 */
const filesOfPdfs = (): Plugin => ({
  name: 'files-of-pdfs',
  apply: 'build',
  generateBundle() {
    const wanted = {
      cmaps: /\.bcmap$|^LICENSE/,
      standard_fonts: /\.(pfb|ttf)$|^LICENSE/,
      wasm: /_nowasm_fallback\.js$|^LICENSE_(PDFJS_)?OPENJPEG/,
    }
    for (const [folder, names] of Object.entries(wanted)) {
      const from = file(`./node_modules/pdfjs-dist/${folder}`)
      for (const name of readdirSync(from).filter((one) => names.test(one)))
        this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${name}`, source: readFileSync(`${from}/${name}`) })
    }
  },
})

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/shared/i18n/paraglide',
      strategy: ['globalVariable', 'baseLocale'],
    }),
    svelte(),
    filesOfPdfs(),
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
