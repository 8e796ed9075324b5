import cluster from 'node:cluster'

/*
 * Loaded before a process of a cluster. Sends messages that no part of Plaza sends, from each worker to
 * the primary and from the primary to each worker.
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

/** Repeated, because requests arrive at unknown times. */
const flood = (send: (message: any) => unknown) =>
  setInterval(() => garbage.forEach((message) => send(message)), 200).unref()

if (cluster.isWorker) flood((message) => process.send!(message, undefined, undefined, () => {}))
else {
  cluster.on('online', (worker) => {
    const timer = flood((message) => worker.send(message, () => {}))
    worker.on('exit', () => clearInterval(timer))
  })
}
