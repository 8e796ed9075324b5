import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const api = process.env.PLAZA_API ?? 'http://localhost:3333'

/** All addresses of the studio are one page. Vite alone would serve `/studio/posts` as the module of that folder. */
const onePage: Plugin = {
  name: 'one-page',
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      const isForPage = request.headers.accept?.includes('text/html')
      if (isForPage && /^\/studio(?:[/?]|$)/.test(request.url!)) request.url = '/studio/'
      next()
    })
  },
}

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  // Relative, because a build does not know the path of `APP_URL`.
  base: command === 'build' ? './' : '/studio/',
  // node_modules may be shared by several checkouts.
  cacheDir: '../tmp/vite',
  plugins: [react(), onePage],
  build: {
    outDir: '../nginx/static/studio',
    emptyOutDir: true,
    // The content security policy allows no script in the page, and no `data:` but pictures.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: 'es2023',
    chunkSizeWarningLimit: 1000,
    // Only a helper for tests of `@rjsf/core` imports it, which is left out.
    rolldownOptions: { external: ['@rjsf/validator-ajv8'] },
    // The notices that the licences of its parts ask for.
    license: { fileName: 'licences.md' },
  },
  server: {
    // Everything but the studio's own files is the API's.
    proxy: { '^/(?!studio/(?!session))': { target: api } },
  },
}))
