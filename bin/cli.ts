import './node_version.js'

await import('./entries/cli.js')
