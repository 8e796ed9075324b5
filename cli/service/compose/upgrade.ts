import { Failure } from '#cli/failure'
import { markBackup, takeBackup } from '#cli/service/backup'
import { Checkout } from '#cli/service/checkout'
import { compose, composeBuild, Images } from '#cli/service/compose/images'
import type { Machine } from '#cli/service/machine'
import { migrationsLeft, rolledBack, stopIf } from '#cli/service/rollback'
import type { UpgradeOptions } from '#cli/service/service'

const up = ['up', '--detach', '--wait', '--remove-orphans']

/** The name of images that don't say what they were built from. */
const unknown = 'before'

/** The checkout goes to the new version, since its compose file and its Nginx belong to it. */
export async function upgradeCompose(machine: Machine, options: UpgradeOptions, path: string) {
  const { ref, backup, signal } = options
  const checkout = await Checkout.at(machine, path)
  const images = await Images.of(machine, path)
  // Without a ref the branch goes along, so that the next upgrade finds its newest again.
  const branch = ref === undefined ? await branchOf(checkout) : ''
  const place = { branch: await checkout.branch(), commit: await checkout.commitOf('HEAD') }
  const running = await images.runningCommit()
  const old = running ? await checkout.nameOf(running) : unknown
  await checkout.fetch()
  const commit = await checkout.commitOf(ref)
  const name = await checkout.nameOf(commit)
  if (commit === running) {
    machine.note(`${name} is what runs already`)
    return { version: name, from: old }
  }
  if (branch && !(await checkout.isBefore(place.commit, commit))) {
    const what = `${branch} in ${path} has commits that its upstream has not`
    throw new Failure('conflict', `${what}: git rebase them, or say which version`)
  }
  if (backup) {
    await takeBackup(machine)
    await markBackup(
      machine,
      compose(path, 'run', '--rm', '--no-deps', 'backup', 'plaza', 'backup', 'mark')
    )
  }
  stopIf(signal)

  await images.nameRunning(old)
  const serving = await images.containers('api')
  try {
    await machine.run(checkout.goTo(commit, branch))
    await machine.run(composeBuild(path, commit))
    stopIf(signal)
    await images.name(name)
    // The old code serves meanwhile, and goes on when a migration fails.
    await machine.run(compose(path, 'run', '--rm', 'migrate'))
    stopIf(signal)
    await replace(machine, path, serving)
  } catch (error) {
    machine.note(`${name} does not come up, so ${old} comes back`)
    await images.bringBack(old)
    if (running) await machine.run(checkout.goTo(running))
    const fresh = (await images.containers('api')).filter((id) => !serving.includes(id))
    if (fresh.length > 0) await machine.run(`docker rm --force ${fresh.join(' ')}`)
    await machine.run(compose(path, ...up, ...scaledTo(serving)))
    await machine.run(checkout.backTo(place))
    await images.removeBut([old])
    const status = compose(path, 'exec', '--no-TTY', 'api', 'plaza', 'db', 'status', '--jsonl')
    const migrations = await migrationsLeft(machine, status)
    throw rolledBack(error, { name, old, migrations })
  }
  await images.removeBut([name, old])
  machine.note(`${name} runs; the images of ${old} stay beside it`)
  return { version: name, from: old }
}

/**
 * New containers of the API start beside the old ones, which end when the new ones are healthy. The old
 * container of the migrations goes first: Compose would stop the API to replace it. Nginx looks where the
 * API is before the old ones end, and after, since an older one does so only when it is told to.
 */
async function replace(machine: Machine, path: string, serving: string[]) {
  if (serving.length > 0) {
    const reload = compose(path, 'kill', '--signal', 'HUP', 'nginx')
    const beside = ['--no-recreate', '--scale', `api=${2 * serving.length}`, 'api']
    await machine.run(compose(path, 'rm', '--force', 'migrate'))
    await machine.run(compose(path, 'up', '--detach', '--wait', ...beside))
    await machine.run(reload)
    await machine.run(`docker stop ${serving.join(' ')}`)
    await machine.run(reload)
    await machine.run(`docker rm ${serving.join(' ')}`)
  }
  await machine.run(compose(path, ...up, ...scaledTo(serving)))
}

/** As many containers of the API as there were. */
const scaledTo = ({ length }: string[]) => (length > 1 ? ['--scale', `api=${length}`] : [])

/** @throws Failure when there is none, and so no newest of it */
async function branchOf(checkout: Checkout): Promise<string> {
  const branch = await checkout.branch()
  if (branch) return branch
  const what = `${checkout.path} is on no branch`
  throw new Failure('usage', `${what}: say which version, or git checkout a branch there`)
}
