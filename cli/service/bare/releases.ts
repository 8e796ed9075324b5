import { basename } from 'node:path'
import { current, home, releaseOf, releases, settings, user } from '#cli/service/bare/paths'
import type { Checkout } from '#cli/service/checkout'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

/** Where a release is made; what an interrupted build left there goes with the next one. */
const workshop = `${releases}/.building`
const build = `${workshop}/build`

/** What a release takes from the checkout beside the build: what the machine is set up with. */
const besides = ['systemd', 'nginx', 'docker']

/**
 * Builds a commit beside what runs, with its own Node and its own packages. Nothing of the checkout is
 * run as root: the service's user builds it, and root takes over what came of it.
 */
export async function buildRelease(machine: Machine, checkout: Checkout, commit: string) {
  const name = await checkout.nameOf(commit)
  const release = releaseOf(name)
  if (await machine.isThere(release)) return name

  const asUser = ['runuser', '-u', user, '--']
  const npm = (folder: string, ...args: string[]) =>
    sh`${asUser} env --chdir=${folder} HOME=${workshop} npm ${args} --no-audit --no-fund --loglevel=error`

  await machine.run(sh`rm -rf ${workshop}`)
  await machine.run(sh`install -d -o ${user} -g ${user} ${workshop}`)
  await machine.run(
    `${checkout.git(['archive', commit])} | ${sh`${asUser} tar --extract --directory=${workshop}`}`
  )
  await machine.run(npm(workshop, 'ci'))
  await machine.run(npm(workshop, 'run', 'codegen'))
  await machine.run(npm(workshop, 'run', 'build'))
  await machine.run(npm(build, 'ci', '--omit=dev'))
  await machine.run(sh`install -m 755 ${workshop}/node_modules/node/bin/node ${build}/bin/node`)
  await machine.run(sh`cp -r ${besides.map((each) => `${workshop}/${each}`)} ${build}`)
  await machine.run(sh`echo ${commit} | tee ${build}/COMMIT`)
  await machine.run(sh`ln -sfn ${settings} ${build}/.env`)
  await machine.run(sh`chown -R --no-dereference root:root ${build}`)
  await machine.run(sh`mv ${build} ${release}`)
  await machine.run(sh`rm -rf ${workshop}`)
  return name
}

/** Makes a release the one that runs from the next start on; whoever looks finds one or the other. */
export async function switchTo(machine: Machine, name: string) {
  const next = `${home}/current.next`
  await machine.run(sh`ln -sfn ${releaseOf(name)} ${next}`)
  await machine.run(sh`mv -T ${next} ${current}`)
}

/** The release that runs; empty when none is there. */
export async function currentRelease(machine: Machine): Promise<string> {
  return basename((await machine.ask(sh`readlink ${current}`)).text)
}

/** The commit that a release was built from. */
export async function commitOf(machine: Machine, name: string): Promise<string> {
  return (await machine.ask(sh`cat ${releaseOf(name)}/COMMIT`)).text
}

/** Deletes old releases: all but those named, and the one whose Node still runs. */
export async function pruneReleases(machine: Machine, kept: string[], mainPid = '0') {
  const { text } = await machine.ask(sh`ls ${releases}`)
  const running = (await machine.ask(sh`readlink /proc/${mainPid}/exe`)).text
  for (const name of text.split('\n').filter(Boolean)) {
    const isRunning = running.startsWith(`${releaseOf(name)}/`)
    if (!kept.includes(name) && !isRunning) await machine.run(sh`rm -rf ${releaseOf(name)}`)
  }
}
