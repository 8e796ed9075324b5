import type { MetricObjectWithValues, MetricValue } from 'prom-client'

export type Measurements = MetricObjectWithValues<MetricValue<string>>[]

export type FromWorker =
  | { kind: 'ready' }
  /** The worker has its connection and can take another. */
  | { kind: 'taken' }
  | { kind: 'alive' }
  | { kind: 'measured'; id: number; measurements: Measurements }
  /** All metrics of a worker, sent before it ends. */
  | { kind: 'last_measured'; measurements: Measurements }
  | { kind: 'metrics'; id: number }

/** A `connection` comes with its socket. */
export type ToWorker =
  | { kind: 'connection' }
  | { kind: 'measure'; id: number }
  | { kind: 'metrics'; id: number; text: string }
  | { kind: 'drain' }

/** Other libraries use the channel too; their messages are ignored. */
export function isFromWorker(message: unknown): message is FromWorker {
  if (!isRecord(message)) return false
  const { kind, id, measurements } = message
  switch (kind) {
    case 'ready':
    case 'taken':
    case 'alive':
      return true
    case 'metrics':
      return isId(id)
    case 'measured':
      return isId(id) && isMeasurements(measurements)
    case 'last_measured':
      return isMeasurements(measurements)
    default:
      return false
  }
}

export function isToWorker(message: unknown): message is ToWorker {
  if (!isRecord(message)) return false
  const { kind, id, text } = message
  switch (kind) {
    case 'connection':
    case 'drain':
      return true
    case 'measure':
      return isId(id)
    case 'metrics':
      return isId(id) && typeof text === 'string'
    default:
      return false
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isId = (value: unknown): value is number => Number.isSafeInteger(value)

const isMeasurements = (value: unknown): value is Measurements =>
  Array.isArray(value) && value.every(isMetric)

const isMetric = (value: unknown) =>
  isRecord(value) && typeof value.name === 'string' && Array.isArray(value.values)
