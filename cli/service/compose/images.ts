import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

/** What docker-compose.yml runs. */
const current = 'local'

/** A line for `docker compose` in a checkout. */
export const compose = (path: string, ...args: string[]) =>
  sh`docker compose --project-directory ${path} ${args}`

/** The images of Plaza: a tag for each version, and one for what runs. */
export class Images {
  constructor(private machine: Machine) {}

  /** Gives the image that runs the name of its version. */
  async name(version: string) {
    await this.machine.run(sh`docker tag plaza:${current} plaza:${version}`)
  }

  /** Makes an older image the one that runs from the next start on. */
  async bringBack(version: string) {
    await this.machine.run(sh`docker tag plaza:${version} plaza:${current}`)
  }

  /** Removes the images of all versions but some. */
  async removeBut(versions: string[]) {
    const { text } = await this.machine.ask(sh`docker image ls --format ${'{{.Tag}}'} plaza`)
    const kept = versions.length > 0 ? [current, ...versions] : []
    for (const tag of text.split('\n').filter(Boolean)) {
      if (!kept.includes(tag)) await this.machine.run(sh`docker image rm plaza:${tag}`)
    }
  }
}
