import './node_version.js'

await import('./entries/cluster.js')
