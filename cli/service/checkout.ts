import { fileURLToPath } from 'node:url'
import { Failure } from '#cli/failure'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

export const ownRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')

/** A git checkout to build from. Git runs as its owner, who is often not root. */
export class Checkout {
  private constructor(
    private machine: Machine,
    readonly path: string,
    private owner: string
  ) {}

  /** @throws Failure if the path is no checkout */
  static async at(machine: Machine, path: string): Promise<Checkout> {
    const owner = await machine.ask(sh`stat --format=%U ${path}`)
    const checkout = new Checkout(machine, path, owner.text)
    const { ok } = await checkout.ask('rev-parse', '--git-dir')
    if (!ok) throw new Failure('not_found', `${path} is no git checkout: give --from <checkout>`)
    return checkout
  }

  /** @returns the shell command that runs a program as the checkout's owner */
  asOwner(...words: string[]): string {
    return this.owner === 'root' ? sh`${words}` : sh`runuser -u ${this.owner} -- ${words}`
  }

  git(args: string[]): string {
    return this.asOwner('git', '-C', this.path, ...args)
  }

  async ask(...args: string[]) {
    return this.machine.ask(this.machine.isRoot ? this.git(args) : sh`git -C ${this.path} ${args}`)
  }

  async fetch() {
    const { text } = await this.ask('remote')
    if (text) await this.machine.run(this.git(['fetch', '--quiet', '--tags', text.split('\n')[0]]))
  }

  /** @param ref the branch's newest commit by default @throws Failure for an unknown ref */
  async commitOf(ref?: string): Promise<string> {
    const names = ref === undefined ? ['@{upstream}', 'HEAD'] : [ref, `origin/${ref}`]
    for (const name of names) {
      const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
      const { ok, text } = await this.ask(...args)
      if (ok) return text
    }
    throw new Failure('not_found', `${this.path} knows no version ${names[0]}`)
  }

  /** @returns an empty string on a detached HEAD */
  async branch(): Promise<string> {
    return (await this.ask('symbolic-ref', '--quiet', '--short', 'HEAD')).text
  }

  /** @param branch to move along; a detached HEAD without one */
  goTo(commit: string, branch = ''): string {
    return this.git(['checkout', '--quiet', ...(branch ? ['-B', branch] : ['--detach']), commit])
  }

  backTo({ branch, commit }: { branch: string; commit: string }): string {
    return this.goTo(commit, branch)
  }

  async isBefore(earlier: string, later: string): Promise<boolean> {
    return (await this.ask('merge-base', '--is-ancestor', earlier, later)).ok
  }

  async nameOf(commit: string): Promise<string> {
    const { text } = await this.ask('describe', '--tags', '--always', '--abbrev=12', commit)
    // Git's description may depend on the checkout's tags.
    return (text || commit.slice(0, 12)).replaceAll(/[^\w.-]/g, '-')
  }

  async list(commit: string, folder: string): Promise<string[]> {
    const { text } = await this.ask('ls-tree', '--name-only', commit, `${folder}/`)
    const names = text.split('\n').map((path) => path.slice(folder.length + 1))
    return names.filter(Boolean)
  }
}
