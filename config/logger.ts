import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { loggedError } from '#observability/log_errors'
import { defineConfig, destination, syncDestination } from '@adonisjs/core/logger'
import { BatchedLines } from '#observability/batched_lines'

/** A command's standard output is for data; it logs warnings to standard error. */
const isConsole = app.getEnvironment() === 'console'

/** A line per request: `GET /posts?limit=1 200 3.1 ms`. */
const forPeople = {
  ignore: 'pid,hostname,name,method,route,url,status,duration_ms,request_id,user_id',
  messageFormat: ({ msg, method, url, status, duration_ms: took }: Record<string, unknown>) =>
    url === undefined ? String(msg) : `${method} ${url} ${status} ${took} ms`,
}

const loggerConfig = defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'plaza',
      level: isConsole ? 'warn' : env.get('LOG_LEVEL', app.inTest ? 'warn' : 'info'),
      destination: isConsole
        ? destination(2)
        : app.inProduction
          ? new BatchedLines(destination({ dest: 1, sync: false }))
          : await syncDestination(forPeople),
      serializers: { err: loggedError },
      redact: {
        paths: [
          'password',
          '*.password',
          'authorization',
          '*.authorization',
          'refresh_token',
          '*.refresh_token',
          'cookie',
          '*.cookie',
          '["set-cookie"]',
          '*["set-cookie"]',
        ],
        censor: '[redacted]',
      },
    },
  },
})

export default loggerConfig

declare module '@adonisjs/core/types' {
  export interface LoggersList extends InferLoggers<typeof loggerConfig> {}
}
