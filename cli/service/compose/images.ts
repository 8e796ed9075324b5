import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

const current = 'local'

/** The label of all of Plaza's images, tagged or not. */
const vendor = 'label=org.opencontainers.image.vendor=Plaza'

const revision = '{{index .Config.Labels "org.opencontainers.image.revision"}}'

/** The working directory counts: COMPOSE_FILE in .env is relative to it. */
export const compose = (path: string, ...args: string[]) =>
  sh`env --chdir=${path} docker compose ${args}`

export const composeBuild = (path: string, commit: string) =>
  sh`env --chdir=${path} PLAZA_COMMIT=${commit} docker compose build`

/** The images of a stack: a tag for each version, and one for the next start. */
export class Images {
  private constructor(
    private machine: Machine,
    private path: string,
    /** Repositories by Compose service. */
    private repositories: Record<string, string>
  ) {}

  static async of(machine: Machine, path: string): Promise<Images> {
    const { text } = await machine.ask(sh`sed -n ${'s/^COMPOSE_PROJECT_NAME=//p'} ${path}/.env`)
    const project = text || 'plaza'
    return new Images(machine, path, { api: project, nginx: `${project}-nginx` })
  }

  async containers(service: string): Promise<string[]> {
    const { text } = await this.machine.ask(compose(this.path, 'ps', '--quiet', service))
    return text.split('\n').filter(Boolean)
  }

  /** The commit of the running API; empty if unknown, or if it doesn't run. */
  async runningCommit(): Promise<string> {
    const [id] = await this.containers('api')
    if (!id) return ''
    return (await this.machine.ask(sh`docker inspect --format ${revision} ${id}`)).text
  }

  async name(version: string) {
    for (const repository of Object.values(this.repositories)) {
      await this.machine.run(sh`docker tag ${repository}:${current} ${repository}:${version}`)
    }
  }

  /** Tags the images of running containers, or of the next start if the stack is stopped. */
  async nameRunning(version: string) {
    for (const [service, repository] of Object.entries(this.repositories)) {
      const [id] = await this.containers(service)
      const image =
        (id && (await this.machine.ask(sh`docker inspect --format ${'{{.Image}}'} ${id}`)).text) ||
        `${repository}:${current}`
      await this.machine.run(sh`docker tag ${image} ${repository}:${version}`)
    }
  }

  async bringBack(version: string) {
    for (const repository of Object.values(this.repositories)) {
      await this.machine.run(sh`docker tag ${repository}:${version} ${repository}:${current}`)
    }
  }

  /** Removes the images of all versions but these and the running one; given none, all images. */
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
