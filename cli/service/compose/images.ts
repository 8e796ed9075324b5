import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

/** The tag that docker-compose.yml runs. */
const current = 'local'

/** What the images of Plaza have in common, their tags or none. */
const vendor = 'label=org.opencontainers.image.vendor=Plaza'

const revision = '{{index .Config.Labels "org.opencontainers.image.revision"}}'

/** A line for `docker compose` in a checkout: COMPOSE_FILE in its .env is relative to where one stands. */
export const compose = (path: string, ...args: string[]) =>
  sh`env --chdir=${path} docker compose ${args}`

/** A line that builds the images of a commit, which say so from then on. */
export const composeBuild = (path: string, commit: string) =>
  sh`env --chdir=${path} PLAZA_COMMIT=${commit} docker compose build`

/** The images of a stack: a tag for each version, and one for what starts next. */
export class Images {
  private constructor(
    private machine: Machine,
    private path: string,
    /** The service of Compose that runs each repository. */
    private repositories: Record<string, string>
  ) {}

  static async of(machine: Machine, path: string): Promise<Images> {
    const { text } = await machine.ask(sh`sed -n ${'s/^COMPOSE_PROJECT_NAME=//p'} ${path}/.env`)
    const project = text || 'plaza'
    return new Images(machine, path, { api: project, nginx: `${project}-nginx` })
  }

  /** The ids of the containers of a service, those that run. */
  async containers(service: string): Promise<string[]> {
    const { text } = await this.machine.ask(compose(this.path, 'ps', '--quiet', service))
    return text.split('\n').filter(Boolean)
  }

  /** The commit that the containers of the API were built from; empty when they don't say, or don't run. */
  async runningCommit(): Promise<string> {
    const [id] = await this.containers('api')
    if (!id) return ''
    return (await this.machine.ask(sh`docker inspect --format ${revision} ${id}`)).text
  }

  /** Gives the images that were built the name of their version. */
  async name(version: string) {
    for (const repository of Object.values(this.repositories)) {
      await this.machine.run(sh`docker tag ${repository}:${current} ${repository}:${version}`)
    }
  }

  /** Gives the images of the containers that run a name; of a stack that is stopped, those that would. */
  async nameRunning(version: string) {
    for (const [service, repository] of Object.entries(this.repositories)) {
      const [id] = await this.containers(service)
      const image =
        (id && (await this.machine.ask(sh`docker inspect --format ${'{{.Image}}'} ${id}`)).text) ||
        `${repository}:${current}`
      await this.machine.run(sh`docker tag ${image} ${repository}:${version}`)
    }
  }

  /** Makes older images those that run from the next start on. */
  async bringBack(version: string) {
    for (const repository of Object.values(this.repositories)) {
      await this.machine.run(sh`docker tag ${repository}:${version} ${repository}:${current}`)
    }
  }

  /** Removes the images of all versions but some, and what builds left; of none, those that run as well. */
  async removeBut(versions: string[]) {
    const kept = versions.length > 0 ? [current, ...versions] : []
    for (const repository of Object.values(this.repositories)) {
      const { text } = await this.machine.ask(
        sh`docker image ls --format ${'{{.Tag}}'} ${repository}`
      )
      for (const tag of text.split('\n').filter((one) => one && !kept.includes(one))) {
        await this.machine.run(sh`docker image rm ${repository}:${tag}`)
      }
    }
    await this.machine.run(sh`docker image prune --force --filter ${vendor}`)
  }
}
