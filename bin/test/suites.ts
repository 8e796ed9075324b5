import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configure, processCLIArgs, run } from '@japa/runner'
import { endWithFailure } from '../failure.js'
import { createIgnitor } from '../ignitor.js'
import { startTestServices } from '../services.js'
import { findFreePort, whenOrphaned } from '../services/processes.js'

/** @param args for Japa */
export async function runSuites(args: string[]) {
  process.env.NODE_ENV = 'test'
  process.env.HOST = '127.0.0.1'
  // Tests block the event loop and hold locks, which would count as overload.
  process.env.OVERLOAD_LAG = process.env.OVERLOAD_POOL_WAIT = '1m'
  // Some tests hold a lock until another client waits, which takes long on a busy machine.
  if (args.includes('functional')) process.env.DB_STATEMENT_TIMEOUT = '30s'
  process.env.PORT = String(await findFreePort())
  // Each process of tests has its own database, and so its own files.
  const media = mkdtempSync(join(tmpdir(), 'plaza-media-'))
  process.env.MEDIA_DIR = media
  process.once('exit', () => rmSync(media, { recursive: true, force: true }))
  whenOrphaned(() => process.exit(1))

  try {
    await createIgnitor(startTestServices)
      .testRunner()
      .configure(async (app) => {
        const { runnerHooks, ...config } = await import('../../tests/bootstrap.js')

        processCLIArgs(args)
        configure({
          ...app.rcFile.tests,
          ...config,
          setup: runnerHooks.setup,
          teardown: [...runnerHooks.teardown, () => app.terminate()],
        })
      })
      .run(() => run())
    // A connection left open by a failed test would keep the process alive.
    process.exit()
  } catch (error) {
    await endWithFailure(error)
  }
}
