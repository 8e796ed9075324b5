import { runShares } from './test/shares.js'
import { runSuites } from './test/suites.js'

const [...asked] = process.argv.slice(2)

if (asked.length > 0) await runSuites(asked)
else await runShares()
