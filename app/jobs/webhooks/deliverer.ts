import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import db from '@adonisjs/lucid/services/db'
import {
  claimDeliveries,
  hasEndpoints,
  MAX_AT_ONCE,
  type Claimed,
} from '#jobs/webhooks/claim_deliveries'
import { recordOutcomes, type Outcome } from '#jobs/webhooks/record_outcomes'
import Webhook from '#models/webhook'
import { FailureLog } from '#observability/failure_log'
import { bodyOfEvent } from '#queries/webhooks/event_data'
import { postWebhook } from '#webhooks/post_webhook'

const POLL_MS = 500

/** While no endpoint is switched on. */
const IDLE_POLL_MS = 5000

/** The number of empty polls before the next look for endpoints. */
const EMPTY_POLLS = 60

/** The time for open tries when the process stops. */
const STOP_MS = 3000

interface DelivererOptions {
  logger: Logger
  isPaused: () => Promise<boolean>
}

/**
 * Delivers due events. Each endpoint has its own places, so that a dead one delays no other. After a process is killed,
 * its deliveries are due again when their lease ends, with the same id.
 */
export class WebhookDeliverer {
  #stopping = new AbortController()
  #cut = new AbortController()
  #life?: Promise<void>
  #failures: FailureLog
  #busy = new Map<number, number>()
  #underway = new Set<Promise<void>>()
  #bodies = new Map<string, Promise<string | null>>()
  #outcomes: Outcome[] = []
  #hasEndpoints = false
  #emptyPolls = 0
  #wake = Promise.withResolvers<void>()

  constructor(private options: DelivererOptions) {
    this.#failures = new FailureLog(options.logger)
  }

  start() {
    this.#life = this.#live()
  }

  async stop() {
    this.#stopping.abort()
    this.#wake.resolve()
    await this.#life
    const ended = Promise.all(this.#underway)
    await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })])
    this.#cut.abort()
    await ended
    await this.#record()
  }

  async #live() {
    while (!this.#stopping.signal.aborted) {
      const isBusy = await this.#turn().catch((error) => {
        this.#logError(error)
        return false
      })
      // A full batch leaves more behind.
      if (isBusy && this.#hasPlace) continue
      await Promise.race([this.#wake.promise, sleep(this.#pauseMs, undefined, { ref: false })])
      this.#wake = Promise.withResolvers<void>()
    }
  }

  /** @returns whether something was due */
  async #turn(): Promise<boolean> {
    await this.#record()
    if (await this.options.isPaused()) return false
    if (this.#emptyPolls % EMPTY_POLLS === 0) this.#hasEndpoints = await hasEndpoints()
    if (!this.#hasEndpoints) return false
    const claimed = await claimDeliveries(this.#busy)
    for (const delivery of claimed) this.#begin(delivery)
    this.#emptyPolls = claimed.length > 0 ? 1 : this.#emptyPolls + 1
    return claimed.length > 0
  }

  get #pauseMs() {
    return this.#hasEndpoints ? POLL_MS : IDLE_POLL_MS
  }

  #begin(delivery: Claimed) {
    const { webhook_id: id } = delivery
    this.#busy.set(id, (this.#busy.get(id) ?? 0) + 1)
    const running = this.#deliver(delivery)
      .catch((error) => this.#logError(error))
      .finally(() => {
        const left = this.#busy.get(id)! - 1
        if (left > 0) this.#busy.set(id, left)
        else this.#busy.delete(id)
        this.#underway.delete(running)
        this.#wake.resolve()
      })
    this.#underway.add(running)
  }

  async #deliver(delivery: Claimed): Promise<void> {
    const body = await this.#bodyOf(delivery)
    if (body === null) return void this.#outcomes.push({ delivery, answered: null })
    const webhook = await Webhook.find(delivery.webhook_id)
    if (!webhook?.enabled) return
    const message = { url: webhook.url, id: delivery.event_id, body, secrets: webhook.validSecrets }
    const answered = await postWebhook(message, this.#cut.signal)
    // Its lease ends, and it is due again.
    if (answered.status === null && this.#cut.signal.aborted) return
    this.#outcomes.push({ delivery, answered })
  }

  /** All endpoints, and all tries, get the same bytes. */
  async #bodyOf({ event_id: id, body, ...event }: Claimed): Promise<string | null> {
    if (body !== null) return body
    const making = this.#bodies.get(id) ?? this.#makeBody({ ...event, id })
    this.#bodies.set(id, making)
    return making.finally(() => this.#bodies.delete(id))
  }

  async #makeBody(event: Parameters<typeof bodyOfEvent>[0]): Promise<string | null> {
    const body = await bodyOfEvent(event)
    if (body === null) return null
    const { rows } = await db.rawQuery(
      `update webhook_events set body = coalesce(body, :body) where id = :id returning body`,
      { body, id: event.id }
    )
    return rows[0]?.body ?? null
  }

  async #record() {
    const outcomes = this.#outcomes.splice(0)
    if (outcomes.length === 0) return
    await recordOutcomes(outcomes).catch((error) => {
      this.#outcomes.unshift(...outcomes)
      throw error
    })
  }

  get #hasPlace() {
    return [...this.#busy.values()].every((count) => count < MAX_AT_ONCE)
  }

  #logError(error: unknown) {
    if (!this.#stopping.signal.aborted) {
      this.#failures.failed('webhooks', error, {}, 'webhooks: something failed')
    }
  }
}
