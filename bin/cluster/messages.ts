import type { MetricObjectWithValues, MetricValue } from 'prom-client'

/** What one process counted, as prom-client takes it elsewhere. */
export type Measurements = MetricObjectWithValues<MetricValue<string>>[]

/** What a worker says to its primary. */
export type FromWorker =
  | { kind: 'ready' }
  /** It has the connection that it was given, and has time for another one. */
  | { kind: 'taken' }
  | { kind: 'alive' }
  | { kind: 'measured'; id: number; measurements: Measurements }
  /** What it counted in all its life. */
  | { kind: 'bequest'; measurements: Measurements }
  /** It was asked for the metrics of all. */
  | { kind: 'metrics'; id: number }

/** What the primary says to a worker; a connection comes with its socket. */
export type ToWorker =
  | { kind: 'connection' }
  | { kind: 'measure'; id: number }
  | { kind: 'metrics'; id: number; text: string }
  /** No connection comes after it. */
  | { kind: 'drain' }

/** Whether a message is one of a worker: what else comes over its channel is left aside. */
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
    case 'bequest':
      return isMeasurements(measurements)
    default:
      return false
  }
}

/** Whether a message is one of the primary. */
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
