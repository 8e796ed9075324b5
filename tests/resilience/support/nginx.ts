import { Part } from '#tests/resilience/support/part'
import { argumentsFor, OwnNginx } from '#tests/support/own_nginx'
import { send } from '#tests/support/wire'

/** Debian's Nginx with the project's own configuration. */
export class Nginx extends Part {
  private constructor(
    log: string,
    readonly port: number,
    readonly folder: string
  ) {
    super('Nginx', log, {
      command: 'nginx',
      args: argumentsFor(folder),
      answers: () =>
        send('/metrics', { port }).then(
          () => true,
          () => false
        ),
    })
  }

  /** @param settings of nginx/render.sh that differ from the defaults */
  static async start(log: string, upstream: string, settings: Record<string, string> = {}) {
    const { port, folder } = await OwnNginx.layOut('plain', upstream, settings)
    const nginx = new Nginx(log, port, folder)
    await nginx.start()
    return nginx
  }

  /** Reloads its configuration, in new workers. */
  reload() {
    this.signal('SIGHUP')
  }
}
