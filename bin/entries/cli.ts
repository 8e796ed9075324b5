import { run } from '#cli/kernel'
import { ProcessTerminal } from '#cli/process_terminal'
import { whenOrphaned } from '../services/processes.js'

whenOrphaned(() => process.exit(1))

// Connections keep a process alive; all that had to be written is written.
process.exit(await run(process.argv.slice(2), new ProcessTerminal()))
