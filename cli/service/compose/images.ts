import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

/** What docker-compose.yml builds, and the tag that it runs. */
const repositories = ['plaza', 'plaza-nginx']
const current = 'local'

/** A line for `docker compose` in a checkout: COMPOSE_FILE in its .env is relative to where one stands. */
export const compose = (path: string, ...args: string[]) =>
  sh`env --chdir=${path} docker compose ${args}`

/** The images of Plaza: a tag for each version, and one for what runs. */
export class Images {
  constructor(private machine: Machine) {}

  /** Gives the images that run the name of their version. */
  async name(version: string) {
    for (const repository of repositories) {
      await this.machine.run(sh`docker tag ${repository}:${current} ${repository}:${version}`)
    }
  }

  /** Makes older images those that run from the next start on. */
  async bringBack(version: string) {
    for (const repository of repositories) {
      await this.machine.run(sh`docker tag ${repository}:${version} ${repository}:${current}`)
    }
  }

  /** Removes the images of all versions but some; of none, those that run as well. */
  async removeBut(versions: string[]) {
    const kept = versions.length > 0 ? [current, ...versions] : []
    for (const repository of repositories) {
      const { text } = await this.machine.ask(
        sh`docker image ls --format ${'{{.Tag}}'} ${repository}`
      )
      for (const tag of text.split('\n').filter((one) => one && !kept.includes(one))) {
        await this.machine.run(sh`docker image rm ${repository}:${tag}`)
      }
    }
  }
}
