import { setTimeout as sleep } from 'node:timers/promises'
import { Gauge } from 'prom-client'
import { reportQueue, type ReportQueue } from '#queries/reports/report_queue'
import { serviceRegistry } from '#support/metrics'

/** How old an answer of the database may be, and how long a scrape waits for one, milliseconds. */
const MAX_AGE = 5000
const PATIENCE = 500

let asked: { at: number; answer: Promise<ReportQueue | undefined> } | undefined

/** Asks once at a time, however many scrape; nothing is said of what is not known. */
async function currentQueue(): Promise<ReportQueue | undefined> {
  if (!asked || performance.now() - asked.at > MAX_AGE) {
    asked = { at: performance.now(), answer: reportQueue().catch(() => undefined) }
  }
  return Promise.race([asked.answer, sleep(PATIENCE, undefined, { ref: false })])
}

const gauge = (name: string, help: string, valueOf: (queue: ReportQueue) => number) =>
  new Gauge({
    name,
    help,
    registers: [serviceRegistry],
    async collect() {
      const queue = await currentQueue()
      if (queue) this.set(valueOf(queue))
      else this.remove()
    },
  })

gauge('plaza_reports_open', 'How many reports are open', ({ open }) => open)
gauge(
  'plaza_reports_oldest_age_seconds',
  'How long the oldest open report has waited',
  ({ oldestAge }) => oldestAge
)
