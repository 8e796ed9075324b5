import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { queueMails } from '#mail/outbox'
import AuditEntry from '#models/audit_entry'
import Webhook from '#models/webhook'
import { webhookDeliveries, webhookDuration, webhooksDisabled } from '#observability/metrics'
import { MAX_FAILING_HOURS, pauseAfter, type DeliveryState } from '#domain/webhook'
import type { Answered } from '#webhooks/post_webhook'
import type { Claimed } from '#jobs/webhooks/claim_deliveries'

export interface Outcome {
  delivery: Claimed
  /** Null: there is nothing to send any more. */
  answered: Answered | null
}

const GONE = 410

const isTaken = ({ status }: Answered) => status !== null && status >= 200 && status < 300

/** Keeps the outcomes of tries, in one statement, and switches off failing endpoints. */
export async function recordOutcomes(outcomes: Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => {
    const { delivery, answered } = outcome
    const state = stateOf(outcome)
    if (answered) webhookDuration.observe(answered.durationMs / 1000)
    webhookDeliveries.inc({ outcome: state === 'waiting' ? 'retried' : state })
    return {
      id: delivery.id,
      attempts: delivery.attempts,
      state,
      status: answered?.status ?? null,
      answer: answered?.answer ?? null,
      failure: answered ? answered.failure : 'What it was about is gone.',
      duration_ms: answered?.durationMs ?? null,
      pause: state === 'waiting' ? pauseAfter(delivery.attempts, answered!.retryAfter) : null,
    }
  })
  // A try that outlived its lease, and was taken over, no longer counts.
  await db.rawQuery(
    `update webhook_deliveries set state = done.state, status = done.status, answer = done.answer,
       failure = done.failure, duration_ms = done.duration_ms,
       due_at = now() + done.pause * interval '1 s',
       ended_at = case when done.pause is null then now() end
     from jsonb_to_recordset(:rows::jsonb) as done (
       id bigint, attempts integer, state text, status integer, answer text, failure text,
       duration_ms integer, pause integer
     )
     where webhook_deliveries.id = done.id and webhook_deliveries.attempts = done.attempts
       and webhook_deliveries.state = 'waiting'`,
    { rows: JSON.stringify(rows) }
  )
  await noteHealth(outcomes)
}

function stateOf({ delivery, answered }: Outcome): DeliveryState {
  if (!answered) return 'cancelled'
  if (isTaken(answered)) return 'delivered'
  const isLast = answered.status === GONE || pauseAfter(delivery.attempts) === null
  return isLast ? 'failed' : 'waiting'
}

async function noteHealth(outcomes: Outcome[]): Promise<void> {
  const tried = outcomes.filter(({ answered }) => answered !== null)
  const idsOf = (isOne: (answered: Answered) => boolean) => [
    ...new Set(tried.filter((one) => isOne(one.answered!)).map((one) => one.delivery.webhook_id)),
  ]
  const taken = idsOf(isTaken)
  const failed = idsOf((answered) => !isTaken(answered)).filter((id) => !taken.includes(id))
  const gone = idsOf(({ status }) => status === GONE)
  if (taken.length === 0 && failed.length === 0) return
  const { rows } = await db.rawQuery(
    `with well as (
       update webhooks set failing_since = null
       where id = any(:taken) and failing_since is not null
     ), ill as (
       update webhooks set failing_since = now() where id = any(:failed) and failing_since is null
     )
     select id::integer from webhooks
     where enabled and (id = any(:gone)
       or id = any(:failed) and failing_since < now() - interval '${MAX_FAILING_HOURS} h')`,
    { taken, failed, gone } as Record<string, any>
  )
  for (const { id } of rows) {
    await db.transaction((client) => disable(id, gone.includes(id) ? 'gone' : 'failing', client))
  }
}

/** Informs its maker, and writes the audit entry. */
async function disable(id: number, why: 'gone' | 'failing', client: TransactionClientContract) {
  const webhook = await Webhook.query({ client }).where({ id, enabled: true }).forUpdate().first()
  if (!webhook) return
  const { failingSince } = webhook
  webhook.switch(false)
  await webhook.save()
  webhooksDisabled.inc()
  await queueMails([{ kind: 'webhook_disabled', id }], client)
  const origin = { actorId: null, transport: 'job', osUser: null, host: null, requestId: null }
  await AuditEntry.record(
    {
      action: 'webhook.disable',
      targetType: 'webhook',
      targetId: id,
      before: { enabled: true },
      after: { enabled: false, why, failing_since: failingSince?.toISO() ?? null },
    },
    { ...origin, transport: 'job' },
    client
  )
}
