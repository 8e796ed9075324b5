import { AggregatorRegistry } from 'prom-client'
import type { ProcessHandle } from './process_handle.js'
import type { FromWorker, Measurements } from './messages.js'

/** How long a worker may take to say what it counted, milliseconds. */
const TIMEOUT_MS = 1000

/** Sums up what the workers count. */
export class Ledger {
  /** What workers counted that are gone: sums must not shrink when one leaves. */
  #past: Measurements = []
  #questions = new Map<number, (measurements: Measurements) => void>()
  #last = 0

  /** @returns the metrics of all processes together, in the format of Prometheus */
  async sum(processes: ProcessHandle[]): Promise<string> {
    const present = await Promise.all(processes.map((one) => this.#ask(one)))
    const all = [...present, this.#past]
    // One that can't be added up must not hide what the others say.
    return (aggregate(all) ?? aggregate(all.filter((one) => aggregate([one])))!).metrics()
  }

  receive(message: FromWorker) {
    if (message.kind === 'measured') this.#questions.get(message.id)?.(message.measurements)
    if (message.kind === 'bequest') void this.#inherit(message.measurements)
  }

  /** What one process counted; nothing, when it does not say so in time. */
  async #ask(asked: ProcessHandle): Promise<Measurements> {
    const id = ++this.#last
    const answer = new Promise<Measurements>((resolve) => {
      this.#questions.set(id, resolve)
      setTimeout(() => resolve([]), TIMEOUT_MS)
    })
    asked.send({ kind: 'measure', id })
    return answer.finally(() => this.#questions.delete(id))
  }

  /** A gauge ends with its worker; what was counted does not, nor when something was last done. */
  async #inherit(measurements: Measurements) {
    const lasting = measurements.filter(
      ({ name, type }) => `${type}` !== 'gauge' || name.endsWith('_timestamp_seconds')
    )
    const sum = aggregate([this.#past, lasting])
    if (sum) this.#past = await sum.getMetricsAsJSON()
  }
}

/** The sum; null when it can't be made, as of numbers that are none. */
function aggregate(measurements: Measurements[]) {
  try {
    return AggregatorRegistry.aggregate(measurements)
  } catch {
    return null
  }
}
