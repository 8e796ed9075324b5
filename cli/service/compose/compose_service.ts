import { Checkout, ownRoot } from '#cli/service/checkout'
import { examineCompose } from '#cli/service/compose/examine'
import { compose, composeBuild, Images } from '#cli/service/compose/images'
import { upgradeCompose } from '#cli/service/compose/upgrade'
import type { Machine } from '#cli/service/machine'
import { mainUnits, type InstallOptions, type LogOptions, type Service } from '#cli/service/service'
import type { UpgradeOptions } from '#cli/service/service'
import { sh } from '#cli/service/shell'
import { installedUnits, propertiesOf, unitFolder } from '#cli/service/units'

export default class ComposeService implements Service {
  constructor(private machine: Machine) {}

  async install({ from, isInstalled }: InstallOptions) {
    const { machine } = this
    await machine.needs({ git: 'git', docker: 'docker.io' })
    if (!(await machine.ask('docker compose version')).ok) {
      await machine.needs({ 'docker-compose': 'docker-compose' })
    }
    const path = from ?? (isInstalled ? await this.#path() : ownRoot)
    const checkout = await Checkout.at(machine, path)
    const commit = await checkout.commitOf('HEAD')
    const version = await checkout.nameOf(commit)
    // The checkout's owner must be able to read the settings. Existing ones stay.
    await machine.run(checkout.asOwner('bash', `${path}/docker/init.sh`))
    if (!isInstalled) {
      await machine.run(composeBuild(path, commit))
      await (await Images.of(machine, path)).name(version)
    }
    await this.#installUnits(path, await checkout.list('HEAD', 'systemd'))
    return { version }
  }

  async upgrade(options: UpgradeOptions) {
    return upgradeCompose(this.machine, options, await this.#path())
  }

  async uninstall({ purge }: { purge: boolean }) {
    const { machine } = this
    const path = await this.#path()
    const images = await Images.of(machine, path)
    const units = await installedUnits(machine)
    await machine.run(sh`systemctl disable --now ${units}`)
    // Backups have a profile, and `down` skips their volume without it.
    const everything = ['--profile', '*', 'down']
    await machine.run(compose(path, ...everything, ...(purge ? ['--volumes'] : [])))
    await machine.run(sh`rm -f ${units.map((unit) => `${unitFolder}/${unit}`)}`)
    await machine.run('systemctl daemon-reload')
    if (purge) {
      await images.removeBut([])
      await machine.run(sh`rm -f ${path}/.env`)
    }
    const left = purge ? [path] : [path, `${path}/.env`, 'the volumes of Docker', 'the images']
    machine.note(`What is left: ${left.join(', ')}`)
    return { left }
  }

  async examine() {
    return examineCompose(this.machine, await this.#path())
  }

  async logs({ lines, follow, since }: LogOptions) {
    const more = [...(follow ? ['--follow'] : []), ...(since ? ['--since', since] : [])]
    return compose(await this.#path(), 'logs', '--no-color', '--tail', String(lines), ...more)
  }

  async #path() {
    const [{ WorkingDirectory }] = await propertiesOf(this.machine, [mainUnits.compose])
    return WorkingDirectory || ownRoot
  }

  /** The units name /opt/plaza, so another path is replaced in them. */
  async #installUnits(path: string, names: string[]) {
    const { machine } = this
    const units = names.filter((name) => /\.(service|timer)$/.test(name))
    const placed = units.map((name) => `${unitFolder}/${name}`)
    await machine.run(
      sh`install -m 644 -t ${unitFolder} ${units.map((name) => `${path}/systemd/${name}`)}`
    )
    if (path !== '/opt/plaza') {
      // The checkout may be in a home, which the backup units hide by default.
      const changes = [
        '-e',
        `s|/opt/plaza|${path}|g`,
        '-e',
        's|^ProtectHome=.*|ProtectHome=read-only|',
      ]
      await machine.run(sh`sed -i ${changes} ${placed}`)
    }
    await machine.run('systemctl daemon-reload')
    const timers = units.filter((name) => name.endsWith('.timer'))
    await machine.run(sh`systemctl enable --now ${mainUnits.compose} ${timers}`)
  }
}
