import { Histogram } from 'prom-client'

const name = 'plaza_http_request_duration_seconds'
const help = 'How long requests took, by route and status'
const labelNames = ['method', 'route', 'status'] as const

/** Seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

type Label = (typeof labelNames)[number]
type Labels = Record<Label, string | number>

export class RequestKind {
  /** By the first bucket that fits; the last count fits in none. */
  #counts: number[] = new Array(buckets.length + 1).fill(0)
  #sum = 0

  constructor(readonly labels: Labels) {}

  note(seconds: number) {
    this.#sum += seconds
    let index = 0
    while (index < buckets.length && seconds > buckets[index]) index++
    this.#counts[index]++
  }

  /** Prometheus's buckets are cumulative. */
  values() {
    const { labels } = this
    let count = 0
    const lines = [...buckets, '+Inf'].map((le, index) => {
      count += this.#counts[index]
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count }
    })
    return [
      ...lines,
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: count },
    ]
  }
}

/** A prom-client histogram without a text of labels, which took longer than all other request metrics. */
export class RequestDurations extends Histogram<Label> {
  #kinds: RequestKind[] = []
  #found = new Map<string, Map<string, Map<number, RequestKind>>>()

  constructor() {
    super({ name, help, labelNames, buckets, registers: [] })
  }

  kindOf(method: string, route: string, status: number): RequestKind {
    return this.#found.get(route)?.get(method)?.get(status) ?? this.#make(method, route, status)
  }

  #make(method: string, route: string, status: number): RequestKind {
    const kind = new RequestKind({ method, route, status })
    const byMethod = this.#found.get(route) ?? new Map<string, Map<number, RequestKind>>()
    const byStatus = byMethod.get(method) ?? new Map<number, RequestKind>()
    this.#found.set(route, byMethod.set(method, byStatus.set(status, kind)))
    this.#kinds.push(kind)
    return kind
  }

  override async get() {
    const values = this.#kinds.flatMap((kind) => kind.values())
    const told: unknown = { name, help, type: 'histogram', aggregator: 'sum', values }
    return told as Awaited<ReturnType<Histogram<Label>['get']>>
  }

  getForPromString() {
    return this.get()
  }
}
