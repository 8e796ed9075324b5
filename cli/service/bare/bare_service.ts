import { examineBare } from '#cli/service/bare/examine'
import { installBare } from '#cli/service/bare/install'
import { uninstallBare } from '#cli/service/bare/uninstall'
import { upgradeBare } from '#cli/service/bare/upgrade'
import type { Machine } from '#cli/service/machine'
import type { InstallOptions, LogOptions, Service, UpgradeOptions } from '#cli/service/service'
import { sh } from '#cli/service/shell'

/** Plaza with Debian's PostgreSQL, Redis and Nginx. */
export default class BareService implements Service {
  constructor(private machine: Machine) {}

  install(options: InstallOptions) {
    return installBare(this.machine, options)
  }

  upgrade(options: UpgradeOptions) {
    return upgradeBare(this.machine, options)
  }

  uninstall(options: { purge: boolean }) {
    return uninstallBare(this.machine, options)
  }

  examine() {
    return examineBare(this.machine)
  }

  async logs({ lines, follow, since }: LogOptions) {
    const more = [
      ...(follow ? ['--follow'] : []),
      ...(since ? ['--since', since.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')] : []),
    ]
    return sh`journalctl --no-pager --output=cat --unit=${'plaza-*'} --lines=${String(lines)} ${more}`
  }
}
