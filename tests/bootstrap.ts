import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import app from '@adonisjs/core/services/app'
import testUtils from '@adonisjs/core/services/test_utils'
import { apiClient } from '@japa/api-client'
import { assert } from '@japa/assert'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import type { Config } from '@japa/runner/types'
import { createNodeServer } from '#http/node_server'
import { stopDeployment } from '#tests/resilience/support/deployment'
import { showFindings } from '#tests/resilience/support/findings'
import { contract } from '#tests/support/contract'
import { proxied } from '#tests/support/proxied'

export const plugins: Config['plugins'] = [
  assert(),
  pluginAdonisJS(app),
  apiClient(),
  contract(),
  authApiClient(app),
]

export const runnerHooks: Required<Pick<Config, 'setup' | 'teardown'>> = {
  setup: [() => testUtils.db().migrate()],
  teardown: [],
}

/** The suites that use the API. */
const served = new Set(['functional', 'service', 'cli', 'browser'])

export const configureSuite: Config['configureSuite'] = (suite) => {
  if (served.has(suite.name)) {
    suite.setup(() => testUtils.httpServer().start((handle) => createNodeServer(handle)))
  }
  if (suite.name === 'proxied') proxied(suite)
  if (suite.name === 'resilience') {
    suite.teardown(stopDeployment)
    suite.teardown(showFindings)
  }
}
