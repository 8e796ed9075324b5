import './node_version.js'

await import('./entries/console.js')
