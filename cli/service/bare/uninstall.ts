import * as at from '#cli/service/bare/paths'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'
import { installedUnits, unitFolder } from '#cli/service/units'

export async function uninstallBare(machine: Machine, { purge }: { purge: boolean }) {
  const units = await installedUnits(machine)
  await machine.run(sh`systemctl disable --now ${units}`)
  await machine.run(sh`rm -f ${units.map((unit) => `${unitFolder}/${unit}`)}`)
  await machine.run('systemctl daemon-reload')
  if (await machine.isThere(at.nginxSite)) {
    await machine.run(sh`rm -rf ${at.nginxSite} /etc/nginx/plaza`)
    await machine.run('systemctl reload nginx.service')
  }
  await machine.run(sh`rm -rf ${at.command} ${at.home}`)
  if (purge) await purgeData(machine)
  const left = purge ? [] : [at.settingsFolder, at.data, `the database ${at.user}`]
  machine.note(purge ? 'Nothing of it is left' : `What is left: ${left.join(', ')}`)
  return { left }
}

async function purgeData(machine: Machine) {
  const { user } = at
  if ((await machine.ask('getent passwd postgres')).ok) {
    for (const name of await databasesOf(machine)) {
      await machine.run(sh`runuser -u postgres -- dropdb --if-exists --force ${name}`)
    }
    await machine.run(sh`runuser -u postgres -- dropuser --if-exists ${user}`)
  }
  await machine.run(sh`rm -rf ${at.settingsFolder} ${at.data}`)
  for (const name of [user, at.builder]) {
    if ((await machine.ask(sh`getent passwd ${name}`)).ok) await machine.run(sh`userdel ${name}`)
  }
}

/**
 * The service's databases, with those kept by restores (`plaza_before_…`), since their owner can't be
 * dropped before them. The service chooses their names, so names that could act as options or lines are
 * skipped.
 */
async function databasesOf(machine: Machine): Promise<string[]> {
  const query = `select datname from pg_database where pg_get_userbyid(datdba) = '${at.user}' and datname ~ '^[a-z][a-z0-9_]*$'`
  const { text } = await machine.ask(sh`runuser -u postgres -- psql -tAc ${query}`)
  return [...new Set([at.user, ...text.split('\n').filter(Boolean)])]
}
