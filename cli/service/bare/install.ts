import { makeAccounts } from '#cli/service/bare/accounts'
import * as at from '#cli/service/bare/paths'
import { buildRelease, currentRelease, markRunning, switchTo } from '#cli/service/bare/releases'
import { awaitReadiness } from '#cli/service/bare/readiness'
import { Checkout, ownRoot } from '#cli/service/checkout'
import type { Machine } from '#cli/service/machine'
import type { InstallOptions } from '#cli/service/service'
import { sh } from '#cli/service/shell'
import { unitFolder } from '#cli/service/units'

const { command, current, settings, source, user } = at

/** Keeps what is there, so it can be repeated. */
export async function installBare(machine: Machine, { from, isInstalled, nginx }: InstallOptions) {
  await machine.needs({ git: 'git', npm: 'npm', curl: 'curl' })
  const hasSettings = await machine.isThere(settings)
  if (!hasSettings) {
    await machine.needs({ 'createdb': 'postgresql', 'redis-server': 'redis-server' })
  }
  if (nginx) await machine.needs({ nginx: 'nginx' })

  const checkout = await Checkout.at(machine, from ?? (await installedSource(machine)) ?? ownRoot)
  const commit = await checkout.commitOf('HEAD')
  await makeAccounts(machine)
  const release = isInstalled
    ? await currentRelease(machine)
    : await buildRelease(machine, checkout, commit)
  await machine.run(sh`ln -sfn ${checkout.path} ${source}`)
  if (!isInstalled) await switchTo(machine, release)
  if (!hasSettings) await machine.run('systemctl enable --now postgresql.service')
  await machine.run(sh`bash ${current}/systemd/bare/init.sh`)
  if (!hasSettings || (await usesLocalDatabase(machine))) await makeDatabase(machine)
  const units = await checkout.list(commit, 'systemd/bare')
  await installUnits(machine, units)
  await machine.run(
    sh`systemctl enable --now plaza-api.service ${timersIn(units)}`,
    'plaza service logs tells why'
  )
  await awaitReadiness(machine)
  await markRunning(machine, release)
  if (nginx) await machine.run(`bash ${at.nginxScript}`)
  machine.note('Next: sudo plaza users create --email … --username … --role admin')
  return { version: release }
}

export async function installUnits(machine: Machine, names: string[]) {
  const units = names.filter((name) => /\.(service|timer)$/.test(name))
  const files = units.map((name) => `${current}/systemd/bare/${name}`)
  await machine.run(sh`install -m 644 -t ${unitFolder} ${files}`)
  await machine.run(sh`install -m 755 ${current}/systemd/bare/plaza.sh ${command}`)
  await machine.run('systemctl daemon-reload')
}

export const timersIn = (names: string[]) => names.filter((name) => name.endsWith('.timer'))

async function installedSource(machine: Machine) {
  return (await machine.ask(sh`readlink ${source}`)).text || undefined
}

async function usesLocalDatabase(machine: Machine) {
  return (await machine.ask(sh`grep -q ${'^DATABASE_URL=postgres:///plaza?'} ${settings}`)).ok
}

/** PostgreSQL recognises the role by the user's uid. */
async function makeDatabase(machine: Machine) {
  const asPostgres = sh`runuser -u postgres --`
  const ask = async (query: string) => {
    const { text } = await machine.ask(`${asPostgres} ${sh`psql -tAc ${query}`}`)
    return text === '1'
  }
  // Verifying a backup creates a database.
  if (!(await ask(`select 1 from pg_roles where rolname = '${user}'`))) {
    await machine.run(`${asPostgres} createuser --createdb ${user}`)
    // Otherwise the log would hold refused rows, with their e-mail addresses.
    const terse = `alter role ${user} set log_error_verbosity = 'terse'`
    await machine.run(`${asPostgres} ${sh`psql -qc ${terse}`}`)
  }
  if (!(await ask(`select 1 from pg_database where datname = '${user}'`))) {
    await machine.run(`${asPostgres} createdb --owner=${user} ${user}`)
  }
}
