import cluster from 'node:cluster'
import { setTimeout } from 'node:timers/promises'

/*
 * Loaded before a process of a cluster. Sends messages that no part of Plaza sends, from each worker to
 * the primary and from the primary to each worker, and makes Node warn.
 */

const metric = { name: 'x', help: 'x', type: 'counter', aggregator: 'sum' }
const measurements = [
  null,
  'x',
  {},
  [null],
  [{ name: 1, values: [] }],
  [{ ...metric, values: 'x' }],
  [{ ...metric, values: [null] }],
  [{ ...metric, aggregator: 'no such thing', values: [{ value: 'x', labels: null }] }],
  [{ ...metric, name: '__proto__', values: [{ value: 1, labels: { __proto__: 1 } }] }],
]
const kinds = ['measure', 'measured', 'last_measured', 'metrics', 'alive', 'toString', '', 7]
const garbage = [
  ...[null, true, 0, 1e300, '', 'garbage{', [], [[]], {}, { length: 1 }, { kind: null }],
  JSON.parse('{"__proto__":{"kind":"drain"}}'),
  'x'.repeat(1_000_000),
  ...kinds.flatMap((kind) => [{ kind }, { kind, id: 'x' }, { kind, id: 1, text: 7 }]),
  ...measurements.flatMap((each) => [
    { kind: 'last_measured', measurements: each },
    // The primary numbers its requests from 1.
    ...[1, 2, 3].map((id) => ({ kind: 'measured', id, measurements: each })),
  ]),
]

const PAUSE_MS = 200

type Send = (message: any, written: () => void) => unknown

/**
 * Repeated, because requests arrive at unknown times. The next round waits until this one is written: a busy reader
 * must not make the sender grow.
 */
async function flood(send: Send, isOver = () => false): Promise<void> {
  while (!isOver()) {
    const round = garbage.map((message) => new Promise<void>((written) => send(message, written)))
    await Promise.all(round)
    process.emitWarning('A warning of the sender')
    await setTimeout(PAUSE_MS, undefined, { ref: false })
  }
}

if (cluster.isWorker) {
  void flood((message, written) => process.send!(message, undefined, undefined, () => written()))
} else {
  cluster.on('online', (worker) => {
    void flood(
      (message, written) => worker.send(message, () => written()),
      () => worker.isDead()
    )
  })
}
