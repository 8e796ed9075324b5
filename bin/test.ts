import { runShares } from './test/shares.js'
import { runSuites } from './test/suites.js'
import { buildIfStale } from './studio.js'

const [...asked] = process.argv.slice(2)

// The app serves the built studio, and the browser tests open it.
buildIfStale()

if (asked.length > 0) await runSuites(asked)
else await runShares()
