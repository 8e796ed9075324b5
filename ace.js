// TypeScript has to be understood before the console is imported, and in the server that `serve`
// starts. The production build replaces this file with one that needs no such thing.
import './bin/typescript.js'

const loader = `--import=${new URL('bin/typescript.js', import.meta.url)}`
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, loader].filter(Boolean).join(' ')

await import('./bin/console.js')
