import { Gauge } from 'prom-client'
import { readOnly } from '#queries/system/read_only'
import { registry } from '#support/metrics'

new Gauge({
  name: 'plaza_read_only',
  help: 'Whether writes are refused: 1 if so',
  aggregator: 'max',
  registers: [registry],
  async collect() {
    // While the database is away it stays as it was.
    await readOnly().then(
      (refusal) => this.set(refusal ? 1 : 0),
      () => {}
    )
  },
})
