/** The events of an endpoint, and its test. */
export const webhookTypes = [
  'post.published',
  'post.updated',
  'post.unpublished',
  'post.deleted',
  'comment.created',
  'comment.updated',
  'comment.deleted',
  'user.created',
  'user.erased',
  'report.created',
  'action.taken',
  'media.ready',
] as const
export type WebhookType = (typeof webhookTypes)[number]

export const PING = 'ping'
export const eventTypes = [...webhookTypes, PING] as const
export type EventType = (typeof eventTypes)[number]

export const deliveryStates = ['waiting', 'delivered', 'failed', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** Pauses before the second and each further try, in seconds: about three days. */
const pausesSeconds = [5, 30, 300, 1800, 7200, 18_000, 36_000, 72_000, 122_400]

export const MAX_TRIES = pausesSeconds.length + 1

/** Seconds. */
const MAX_RETRY_AFTER = 86_400

/** An endpoint that fails for so many hours is switched off. */
export const MAX_FAILING_HOURS = 72

export const KEPT_DAYS = 30

export const MAX_WEBHOOKS = 100

/** How long both secrets are valid after a rotation. */
export const ROTATION_HOURS = 24

/** @param tries those made @param retryAfter seconds @returns seconds; null after the last try */
export function pauseAfter(tries: number, retryAfter = 0): number | null {
  const pause = pausesSeconds[tries - 1]
  return pause === undefined ? null : Math.max(pause, Math.min(retryAfter, MAX_RETRY_AFTER))
}

/** Reads `Retry-After` (RFC 9110). @returns seconds from now; 0 for anything else */
export function readRetryAfter(value: string | undefined, now = Date.now()): number {
  if (value === undefined) return 0
  if (/^\d{1,9}$/.test(value)) return Number(value)
  const time = Date.parse(value)
  return Number.isNaN(time) ? 0 : Math.max(0, Math.ceil((time - now) / 1000))
}

/** The part of an address for logs and the audit log: paths and queries often hold keys. */
export const originOfUrl = (url: string): string => new URL(url).origin
