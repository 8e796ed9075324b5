import { findFreePort } from '../../../bin/services/processes.js'
import { BUILD } from '#tests/resilience/support/build'
import { Part } from '#tests/resilience/support/part'
import { childrenOf } from '#tests/support/cluster_children'
import { send } from '#tests/support/wire'

/** Plaza's production build: a primary and its workers. */
export class Cluster extends Part {
  private constructor(
    log: string,
    readonly port: number,
    readonly env: NodeJS.ProcessEnv
  ) {
    super('Plaza', log, {
      command: process.execPath,
      args: ['bin/cluster.js'],
      cwd: BUILD,
      env: { ...env, HOST: '127.0.0.1', PORT: String(port) },
      answers: () =>
        send('/health/ready', { port }).then(
          ({ status }) => status === 200,
          () => false
        ),
    })
  }

  static async start(log: string, env: NodeJS.ProcessEnv): Promise<Cluster> {
    const cluster = new Cluster(log, await findFreePort(), env)
    await cluster.start()
    return cluster
  }

  /** The process ids of its workers, with those that are starting. */
  get workers(): number[] {
    return childrenOf(this.pid).workers
  }

  /** The process id of the process of jobs, when it runs. */
  get jobs(): number | undefined {
    return childrenOf(this.pid).jobs
  }

  /** Kills one of its workers. */
  killWorker(which = 0) {
    const { workers } = this
    process.kill(workers[which % workers.length], 'SIGKILL')
  }
}
