import { setTimeout as sleep } from 'node:timers/promises'
import { Gauge } from 'prom-client'
import { queueDepths, type QueueDepth } from '#queries/jobs/queue_depths'
import { scheduleHealth } from '#queries/posts/schedule_health'
import { reportQueue } from '#queries/reports/report_queue'
import { webhookHealth } from '#queries/webhooks/webhook_health'
import { readOnly } from '#queries/system/read_only'
import { serviceRegistry } from '#observability/metrics'

const SCRAPE_TIMEOUT_MS = 500

/** Limits queries to one in `maxAgeMs`; undefined if none answers in time. */
function atMostEvery<T>(ask: () => Promise<T>, maxAgeMs: number): () => Promise<T | undefined> {
  let last: { at: number; answer: Promise<T | undefined> } | undefined
  return () => {
    if (!last || performance.now() - last.at > maxAgeMs) {
      last = { at: performance.now(), answer: ask().catch(() => undefined) }
    }
    return Promise.race([last.answer, sleep(SCRAPE_TIMEOUT_MS, undefined, { ref: false })])
  }
}

/** Omits the gauge while its value is unknown. */
function gauge<T>(
  name: string,
  help: string,
  ask: () => Promise<T | undefined>,
  valueOf: (answer: T) => number
) {
  return new Gauge({
    name,
    help,
    registers: [serviceRegistry],
    async collect() {
      const answer = await ask()
      if (answer === undefined) this.remove()
      else this.set(valueOf(answer))
    },
  })
}

const queue = atMostEvery(reportQueue, 5000)

gauge('plaza_reports_open', 'How many reports are open', queue, ({ open }) => open)
gauge(
  'plaza_reports_oldest_age_seconds',
  'How long the oldest open report has waited',
  queue,
  ({ oldestAge }) => oldestAge
)

const schedules = atMostEvery(scheduleHealth, 5000)

gauge(
  'plaza_schedules_held',
  'How many posts a due schedule keeps back, until their authors decide',
  schedules,
  ({ held }) => held
)
gauge(
  'plaza_schedules_overdue_seconds',
  'How long the oldest due schedule has waited',
  schedules,
  ({ overdueSeconds }) => overdueSeconds
)

const webhooks = atMostEvery(webhookHealth, 5000)

gauge(
  'plaza_webhook_deliveries_waiting',
  'How many deliveries wait for a try or run',
  webhooks,
  ({ waiting }) => waiting
)
gauge(
  'plaza_webhook_oldest_age_seconds',
  'How long the oldest delivery that is due has waited',
  webhooks,
  ({ oldestAge }) => oldestAge
)
gauge(
  'plaza_webhook_endpoints_failing',
  'How many endpoints took nothing since their last failure',
  webhooks,
  ({ failing }) => failing
)

// The cache receives each change at once.
const writes = atMostEvery(readOnly, 0)

gauge('plaza_read_only', 'Whether writes are refused: 1 if so', writes, (refusal) =>
  refusal ? 1 : 0
)

const depths = atMostEvery(queueDepths, 5000)

function queueGauge(
  name: string,
  help: string,
  labels: string[],
  valuesOf: (depth: QueueDepth) => [labels: object, value: number][]
) {
  new Gauge({
    name,
    help,
    labelNames: ['queue', ...labels],
    registers: [serviceRegistry],
    async collect() {
      this.reset()
      for (const depth of (await depths()) ?? []) {
        for (const [values, value] of valuesOf(depth)) {
          this.set({ queue: depth.queue, ...values }, value)
        }
      }
    },
  })
}

queueGauge(
  'plaza_queue_jobs',
  'How many jobs wait, run, or failed for good',
  ['state'],
  ({ waiting, active, failed }) =>
    Object.entries({ waiting, active, failed }).map(([state, value]) => [{ state }, value])
)
queueGauge(
  'plaza_queue_oldest_age_seconds',
  'How long the oldest job that is due has waited',
  [],
  ({ oldestAge }) => [[{}, oldestAge]]
)
