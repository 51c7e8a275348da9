import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, mergeConfig } from 'vitest/config'
import viteConfig from './vite.config.ts'

/** A Chromium of the system: $CHROMIUM, else where Debian puts it, else an installed Chrome. No download. */
const system = process.env.CHROMIUM ?? '/usr/bin/chromium'
const launchOptions = existsSync(system)
  ? { executablePath: system, args: ['--no-sandbox'] }
  : { channel: 'chrome' }

export default mergeConfig(
  viteConfig({ mode: 'fixtures', command: 'serve' }),
  defineConfig({
    // Found before the first test, so that none is reloaded half-way.
    optimizeDeps: { entries: ['src/**/*.{ts,svelte}', 'tests/**/*.ts'] },
    // Nothing is watched in a single run: a watcher would keep the process alive.
    server: { watch: null },
    test: {
      include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        viewport: { width: 1280, height: 800 },
        provider: playwright({ launchOptions }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }),
)
