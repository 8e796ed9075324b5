import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type Aggregator,
} from 'prom-client'
import { mailKinds } from '#domain/mail'
import { RequestDurations } from '#observability/request_durations'

export const registry = new Registry()

/** Metrics of the whole service: read at each scrape, never added up. */
export const serviceRegistry = new Registry()

// prom-client's lag includes its timer interval; app/observability/event_loop.ts replaces it.
collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 1000 })
for (const { name } of registry.getMetricsAsArray()) {
  if (name.startsWith('nodejs_eventloop_lag')) registry.removeSingleMetric(name)
}

let gather = () => registry.metrics()

export const gatherMetrics = async () =>
  (await Promise.all([gather(), serviceRegistry.metrics()])).join('')

export function gatherWith(askAll: () => Promise<string>) {
  gather = askAll
}

const registers = [registry]

/** For background work, from 10 milliseconds to 10 minutes. */
const workSeconds = [0.01, 0.1, 1, 10, 60, 600]

function workDuration<Label extends string>(name: string, help: string, label: Label) {
  return new Histogram({ name, help, labelNames: [label], buckets: workSeconds, registers })
}

function gauge<Label extends string>(
  name: string,
  help: string,
  aggregator: Aggregator,
  ...labelNames: Label[]
) {
  return new Gauge({ name, help, aggregator, labelNames, registers })
}

function counter<Label extends string>(name: string, help: string, ...labelNames: Label[]) {
  return new Counter({ name, help, labelNames, registers })
}

export const workers = gauge('plaza_workers', 'How many workers serve requests', 'sum')
workers.set(1)

export const workersWanted = gauge(
  'plaza_workers_wanted',
  'How many workers ought to serve requests',
  'max'
)
workersWanted.set(1)

export const requestDurations = new RequestDurations()
registry.registerMetric(requestDurations)

export const requestsShed = counter(
  'plaza_requests_shed_total',
  'Requests refused because of overload, by the overloaded part',
  'reason'
)

export const overloaded = gauge(
  'plaza_overloaded',
  'How many workers refuse requests because of overload, by the overloaded part',
  'sum',
  'reason'
)

/** Plain numbers, since each request counts. */
export const cacheReads = {
  memory: 0,
  flight: 0,
  shared: 0,
  source: 0,
}

new Counter({
  name: 'plaza_cache_reads_total',
  help: 'Reads through the cache, by what answered them',
  labelNames: ['from'] as const,
  registers,
  collect() {
    this.reset()
    for (const [from, reads] of Object.entries(cacheReads)) this.inc({ from }, reads)
  },
})

export const limitRequests = counter(
  'plaza_limit_requests_total',
  'What each limit allowed and refused',
  'limit',
  'outcome'
)

export const idempotentRequests = counter(
  'plaza_idempotent_requests_total',
  'Requests with an Idempotency-Key: first ones, replayed ones and refused ones',
  'outcome'
)

export const jobDuration = workDuration(
  'plaza_job_duration_seconds',
  'How long timed work took',
  'name'
)

export const jobFailures = counter(
  'plaza_job_failures_total',
  'How often timed work failed',
  'name'
)

export const jobSuccess = gauge(
  'plaza_job_last_success_timestamp_seconds',
  'When timed work was last done',
  'max',
  'name'
)

export const schedulesLate = counter(
  'plaza_schedules_late_total',
  'How many posts a schedule published later than SCHEDULE_GRACE'
)

export const schedulesHeld = counter(
  'plaza_schedules_held_total',
  'How many posts a due schedule kept back'
)

export const queueRuns = workDuration(
  'plaza_queue_run_duration_seconds',
  'How long runs of jobs took that did not fail',
  'queue'
)

export const queueFailures = counter(
  'plaza_queue_failures_total',
  'How often a job failed, whether it is tried again or not',
  'queue'
)

export const mails = counter(
  'plaza_mail_messages_total',
  'Mails by what became of them: sent, failed (and tried again), needless, undeliverable',
  'kind',
  'outcome'
)

export const mailDuration = new Histogram({
  name: 'plaza_mail_send_duration_seconds',
  help: 'How long the mail server took to take a mail',
  buckets: workSeconds,
  registers,
})

export const webhookDeliveries = counter(
  'plaza_webhook_deliveries_total',
  'Tries by what became of them: delivered, retried (later), failed for good, cancelled',
  'outcome'
)

export const webhookDuration = new Histogram({
  name: 'plaza_webhook_delivery_duration_seconds',
  help: 'How long endpoints took to answer',
  buckets: workSeconds,
  registers,
})

export const webhooksDisabled = counter(
  'plaza_webhook_endpoints_disabled_total',
  'Endpoints that were switched off because they failed or were gone'
)

// Prometheus sees no increase from a missing series to 1.
for (const outcome of ['delivered', 'retried', 'failed', 'cancelled']) {
  webhookDeliveries.inc({ outcome }, 0)
}
for (const kind of mailKinds) {
  for (const outcome of ['sent', 'failed', 'needless', 'undeliverable']) {
    mails.inc({ kind, outcome }, 0)
  }
}
for (const reason of ['event_loop', 'pool']) {
  requestsShed.inc({ reason }, 0)
  overloaded.set({ reason }, 0)
}
const limits = [
  'login',
  'loginAccount',
  'loginIp',
  'signup',
  'emailChange',
  'mail',
  'mailIp',
  'write',
]
for (const limit of limits) {
  for (const outcome of ['allowed', 'refused']) limitRequests.inc({ limit, outcome }, 0)
}
for (const outcome of ['first', 'replayed', 'refused']) idempotentRequests.inc({ outcome }, 0)
