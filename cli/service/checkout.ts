import { fileURLToPath } from 'node:url'
import { Failure } from '#cli/failure'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

/** The checkout or the build that this very program belongs to. */
export const ownRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')

/** A git checkout that versions are built from. Git works as its owner, who is often not root. */
export class Checkout {
  private constructor(
    private machine: Machine,
    readonly path: string,
    private owner: string
  ) {}

  /** @throws Failure when it is none */
  static async at(machine: Machine, path: string): Promise<Checkout> {
    const owner = await machine.ask(sh`stat --format=%U ${path}`)
    const checkout = new Checkout(machine, path, owner.text)
    const { ok } = await checkout.ask('rev-parse', '--git-dir')
    if (!ok) throw new Failure('not_found', `${path} is no git checkout: give --from <checkout>`)
    return checkout
  }

  /** The line with which root runs a program as its owner. */
  asOwner(...words: string[]): string {
    return this.owner === 'root' ? sh`${words}` : sh`runuser -u ${this.owner} -- ${words}`
  }

  /** The line with which root runs git in it. */
  git(args: string[]): string {
    return this.asOwner('git', '-C', this.path, ...args)
  }

  async ask(...args: string[]) {
    return this.machine.ask(this.machine.isRoot ? this.git(args) : sh`git -C ${this.path} ${args}`)
  }

  /** Fetches what is new, where there is somewhere to fetch from. */
  async fetch() {
    const { text } = await this.ask('remote')
    if (text) await this.machine.run(this.git(['fetch', '--quiet', '--tags', text.split('\n')[0]]))
  }

  /**
   * The commit that is meant.
   *
   * @param ref default: the newest of the branch that is checked out
   * @throws Failure when there is none of that name
   */
  async commitOf(ref?: string): Promise<string> {
    const names = ref === undefined ? ['@{upstream}', 'HEAD'] : [ref, `origin/${ref}`]
    for (const name of names) {
      const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
      const { ok, text } = await this.ask(...args)
      if (ok) return text
    }
    throw new Failure('not_found', `${this.path} knows no version ${names[0]}`)
  }

  /** The branch that is checked out; empty when none is. */
  async branch(): Promise<string> {
    return (await this.ask('symbolic-ref', '--quiet', '--short', 'HEAD')).text
  }

  /** The line that checks a commit out. @param branch taken along; without one the checkout is on none */
  goTo(commit: string, branch = ''): string {
    return this.git(['checkout', '--quiet', ...(branch ? ['-B', branch] : ['--detach']), commit])
  }

  /** The line that puts the checkout where it was, its branch too. */
  backTo({ branch, commit }: { branch: string; commit: string }): string {
    return this.goTo(commit, branch)
  }

  /** Whether one commit is part of the history of another. */
  async isBefore(earlier: string, later: string): Promise<boolean> {
    return (await this.ask('merge-base', '--is-ancestor', earlier, later)).ok
  }

  /** What people call a commit; a name of a folder, and a tag of an image. */
  async nameOf(commit: string): Promise<string> {
    const { text } = await this.ask('describe', '--tags', '--always', '--abbrev=12', commit)
    // Another checkout may have known it.
    return (text || commit.slice(0, 12)).replaceAll(/[^\w.-]/g, '-')
  }

  /** The names of the files in a folder, as of a commit. */
  async list(commit: string, folder: string): Promise<string[]> {
    const { text } = await this.ask('ls-tree', '--name-only', commit, `${folder}/`)
    const names = text.split('\n').map((path) => path.slice(folder.length + 1))
    return names.filter(Boolean)
  }
}
