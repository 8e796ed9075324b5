import { readFileSync } from 'node:fs'
import { commandOf } from '../../bin/services/processes.js'

const JOBS = /cluster\/jobs\.[jt]s/

/** The process ids of what a primary has started: its workers, and the process of jobs. */
export function childrenOf(primary: number): { workers: number[]; jobs: number | undefined } {
  const children = readFileSync(`/proc/${primary}/task/${primary}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number)
  return {
    workers: children.filter((pid) => !JOBS.test(commandOf(pid))),
    jobs: children.findLast((pid) => JOBS.test(commandOf(pid))),
  }
}
