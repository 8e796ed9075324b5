import * as at from '#cli/service/bare/paths'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

const { builder, data, home, releases, settingsFolder, user } = at

/** Creates the accounts for the service and for builds, and restricts the settings. */
export async function makeAccounts(machine: Machine) {
  await makeUser(machine, user, data)
  await makeUser(machine, builder, '/nonexistent')
  await machine.run(sh`install -d -m 755 ${home} ${releases}`)
  await machine.run(sh`install -d -o ${user} -g ${user} -m 711 ${data}`)
  await secureSettings(machine)
}

async function makeUser(machine: Machine, name: string, folder: string) {
  if ((await machine.ask(sh`getent passwd ${name}`)).ok) return
  const options = ['--system', '--user-group', '--home-dir', folder, '--shell', '/usr/sbin/nologin']
  await machine.run(sh`useradd ${options} ${name}`)
}

/**
 * Root executes commands from the settings, so the service may read but not change them. Older versions
 * let the service own them: a link among them could lead anywhere, and is skipped.
 */
async function secureSettings(machine: Machine) {
  await machine.run(sh`install -d -o root -g ${user} -m 750 ${settingsFolder}`)
  const files = ['-maxdepth', '1', '-name', '*.env', '-type', 'f', '-links', '1']
  const owner = ['-exec', 'chown', `root:${user}`, '{}', '+', '-exec', 'chmod', '640', '{}', '+']
  await machine.run(sh`find ${settingsFolder} ${files} ${owner}`)
}
