import { AggregatorRegistry } from 'prom-client'
import type { ProcessHandle } from './process_handle.js'
import type { FromWorker, Measurements } from './messages.js'

const TIMEOUT_MS = 1000

/** Sums the metrics of the workers. */
export class Ledger {
  /** Metrics of ended workers: counters must not shrink when a worker ends. */
  #past: Measurements = []
  #questions = new Map<number, (measurements: Measurements) => void>()
  #last = 0

  /** @returns the metrics of all processes, in the Prometheus format */
  async sum(processes: ProcessHandle[]): Promise<string> {
    const present = await Promise.all(processes.map((one) => this.#ask(one)))
    const all = [...present, this.#past]
    // One process's bad metrics must not hide those of the others.
    return (aggregate(all) ?? aggregate(all.filter((one) => aggregate([one])))!).metrics()
  }

  receive(message: FromWorker) {
    if (message.kind === 'measured') this.#questions.get(message.id)?.(message.measurements)
    if (message.kind === 'last_measured') void this.#inherit(message.measurements)
  }

  /** Empty if the process does not answer in time. */
  async #ask(asked: ProcessHandle): Promise<Measurements> {
    const id = ++this.#last
    const answer = new Promise<Measurements>((resolve) => {
      this.#questions.set(id, resolve)
      setTimeout(() => resolve([]), TIMEOUT_MS)
    })
    asked.send({ kind: 'measure', id })
    return answer.finally(() => this.#questions.delete(id))
  }

  /** Gauges end with their worker. Counters and times of last events stay. */
  async #inherit(measurements: Measurements) {
    const lasting = measurements.filter(
      ({ name, type }) => `${type}` !== 'gauge' || name.endsWith('_timestamp_seconds')
    )
    const sum = aggregate([this.#past, lasting])
    if (sum) this.#past = await sum.getMetricsAsJSON()
  }
}

/** Null if the metrics can't be summed, such as those with invalid numbers. */
function aggregate(measurements: Measurements[]) {
  try {
    return AggregatorRegistry.aggregate(measurements)
  } catch {
    return null
  }
}
