import { Failure } from '#cli/failure'
import { markBackup, takeBackup } from '#cli/service/backup'
import { Checkout } from '#cli/service/checkout'
import { compose, composeBuild, Images } from '#cli/service/compose/images'
import type { Machine } from '#cli/service/machine'
import { migrationsLeft, rolledBack, stopIf } from '#cli/service/rollback'
import type { UpgradeOptions } from '#cli/service/service'

const up = ['up', '--detach', '--wait', '--remove-orphans']

/** The version of images without a label. */
const unknown = 'before'

/** Moves the checkout too, since the stack's files belong to the version. */
export async function upgradeCompose(machine: Machine, options: UpgradeOptions, path: string) {
  const { ref, backup, signal } = options
  const checkout = await Checkout.at(machine, path)
  const images = await Images.of(machine, path)
  // Without a ref the branch moves too, so that the next upgrade finds its newest commit.
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
    // The old version keeps serving, even if a migration fails.
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
 * The old migration container goes first, because Compose would stop the API to replace it. Nginx
 * reloads before and after, since older versions resolve the API's address only then.
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

const scaledTo = ({ length }: string[]) => (length > 1 ? ['--scale', `api=${length}`] : [])

/** @throws Failure on a detached HEAD, which has no newest commit */
async function branchOf(checkout: Checkout): Promise<string> {
  const branch = await checkout.branch()
  if (branch) return branch
  const what = `${checkout.path} is on no branch`
  throw new Failure('usage', `${what}: say which version, or git checkout a branch there`)
}
