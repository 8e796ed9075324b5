import { text } from 'node:stream/consumers'
import { clearAway } from '../services/leftovers.js'

/* Outlives a test run and clears up after it. Standard input names the folders, and ends with the run. */
clearAway(JSON.parse(await text(process.stdin)))
