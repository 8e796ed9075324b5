import './node_version.js'

await import('./entries/server.js')
