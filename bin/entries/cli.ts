import { run } from '#cli/kernel'
import { ProcessTerminal } from '#cli/process_terminal'
import { whenOrphaned } from '../services/processes.js'

whenOrphaned(() => process.exit(1))

// Open connections would keep the process alive.
process.exit(await run(process.argv.slice(2), new ProcessTerminal()))
