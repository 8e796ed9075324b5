import env from '#start/env'
import proxyAddr from 'proxy-addr'
import { defineConfig } from '@adonisjs/core/http'
import { refuseBadUrl } from '#http/node_server'
import { clientAddress } from '#http/client_address'
import { MAX_PARAMETERS } from '#http/unknown_names'
import { installationName } from '#security/installation'

export const appKey = env.get('APP_KEY')

/** The public URL of this API: the issuer and audience of its tokens. */
export const appUrl = env.get('APP_URL', `http://localhost:${env.get('PORT')}`)

export const usesRedis = env.get('REDIS_URL') !== undefined

/** Part of the names of Redis keys, and of channels in Redis and PostgreSQL. */
export const installation = installationName(appKey.release(), env.get('DATABASE_URL').release())

/** Milliseconds. */
export const cacheLifetime = Math.min(env.get('CACHE_LIFETIME'), 60) * 1000

export const metricsToken = env.get('METRICS_TOKEN')

const trustProxy = proxyAddr.compile(env.get('TRUSTED_PROXIES'))

export const http = defineConfig({
  generateRequestId: true,
  trustProxy,
  getIp: ({ request }): string => clientAddress(request, http.trustProxy),
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  qs: {
    parse: {
      depth: 1,
      parameterLimit: MAX_PARAMETERS,
      arrayLimit: 20,
      comma: false,
      allowSparse: false,
    },
  },
  onBadUrl: refuseBadUrl,
  keepAliveTimeout: 65_000,
  headersTimeout: 20_000,
  requestTimeout: 30_000,
})
