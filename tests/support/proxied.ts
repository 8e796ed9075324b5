import type { Suite } from '@japa/runner/core'
import { ClusterProcess } from '#tests/support/cluster_process'
import { hasNginx, OwnNginx } from '#tests/support/own_nginx'

/** Makes the tests of a suite use two workers behind Nginx. */
export function proxied(suite: Suite) {
  if (hasNginx) suite.setup(front)
  else suite.onGroup((group) => group.tap((one) => one.skip(true, 'there is no nginx on the PATH')))
}

async function front() {
  const { PORT } = process.env
  // The tests and the workers must agree on the issuer of tokens.
  const cluster = await ClusterProcess.start({ APP_URL: `http://localhost:${PORT}` })
  const nginx = await OwnNginx.start('plain', `127.0.0.1:${cluster.port}`)
  process.env.PORT = String(nginx.port)
  return async () => {
    process.env.PORT = PORT
    await nginx.stop()
    await cluster.kill()
  }
}
