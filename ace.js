// TypeScript has to be understood before the console is imported. The production build replaces
// this file with one that needs no such thing.
import '@poppinss/ts-exec'

await import('./bin/console.js')
