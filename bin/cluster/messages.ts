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
