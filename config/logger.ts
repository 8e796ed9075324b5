import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { loggedError } from '#support/log_errors'
import { defineConfig, destination, syncDestination } from '@adonisjs/core/logger'

/** The standard output of a command is for its data, and its log is there when something is wrong. */
const isConsole = app.getEnvironment() === 'console'

/**
 * A server writes its log in batches, and what is left when it ends: a system call for each line
 * would cost more than the answer that the line tells of. Only a SIGKILL takes the last 100 ms along.
 */
const batches = { dest: 1, sync: false, minLength: 8192, periodicFlush: 100 }

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
          ? destination(batches)
          : await syncDestination(),
      serializers: { err: loggedError },
      redact: {
        paths: [
          'password',
          '*.password',
          'authorization',
          '*.authorization',
          'refresh_token',
          '*.refresh_token',
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
