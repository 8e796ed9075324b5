import { text } from 'node:stream/consumers'
import { clearAway } from '../services/leftovers.js'

/*
 * Outlives a run of the tests, and clears away what that has left: its standard input, which says
 * where to look, ends with the run, whatever ended it.
 */
clearAway(JSON.parse(await text(process.stdin)))
