import { basename } from 'node:path'
import {
  builder,
  current,
  data,
  home,
  releaseOf,
  releases,
  running,
  settings,
  settingsFolder,
} from '#cli/service/bare/paths'
import type { Checkout } from '#cli/service/checkout'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

/** The next build deletes the leftovers of an interrupted one. */
const buildFolder = `${releases}/.building`
/** The commit's files, extracted by root: files that root runs come from here. */
const tree = `${buildFolder}/tree`
/** The builder's folder, where packages run their scripts. */
const work = `${buildFolder}/work`
const draft = `${buildFolder}/release`

/** Folders for the machine's set-up, taken from the commit and not from the build. */
const SETUP_FOLDERS = ['systemd', 'nginx', 'docker']

/** Variables that a build needs to reach the registry. */
const PASSED_VARIABLES =
  /^((https?|no)_proxy|(HTTPS?|NO)_PROXY|NODE_EXTRA_CA_CERTS|npm_config_(registry|cafile))$/

/**
 * Builds a commit with its own Node and packages. A separate account builds, without access to settings
 * and data; the checkout's code never runs as root or as the service. Its output is copied through tar,
 * so that the builder keeps no hold on a release's files.
 */
export async function buildRelease(machine: Machine, checkout: Checkout, commit: string) {
  const name = await checkout.nameOf(commit)
  const release = releaseOf(name)
  if (await machine.isThere(release)) return name

  const build = `${work}/build`
  const asBuilder = (folder: string, ...words: string[]) =>
    sh`systemd-run ${sandbox(machine)} --working-directory=${folder} ${words}`
  const npm = (folder: string, ...args: string[]) =>
    asBuilder(folder, 'npm', ...args, '--no-audit', '--no-fund', '--loglevel=error')
  const extract = (folder: string) =>
    sh`tar --extract --no-same-owner --no-same-permissions --directory=${folder}`

  await machine.run(sh`rm -rf ${buildFolder}`)
  await machine.run(sh`install -d -m 755 ${buildFolder} ${tree} ${draft}`)
  await machine.run(`${checkout.git(['archive', commit])} | ${extract(tree)}`)
  await machine.run(sh`install -d -o ${builder} -g ${builder} -m 755 ${work}`)
  await machine.run(asBuilder(work, 'cp', '-r', `${tree}/.`, work))
  await machine.run(npm(work, 'ci'))
  await machine.run(npm(work, 'run', 'codegen'))
  await machine.run(npm(work, 'run', 'build'))
  await machine.run(npm(build, 'ci', '--omit=dev'))
  const node = [`${work}/node_modules/node/bin/node`, `${build}/bin/node`]
  await machine.run(asBuilder(work, 'install', '-m', '755', ...node))

  const others = SETUP_FOLDERS.map((each) => `--exclude=./${each}`)
  const built = asBuilder(build, 'tar', '--create', ...others, '.')
  await machine.run(`${built} | ${extract(draft)}`)
  await machine.run(sh`cp -r ${SETUP_FOLDERS.map((each) => `${tree}/${each}`)} ${draft}`)
  const documents = asBuilder(`${build}/nginx/static`, 'tar', '--create', 'docs')
  await machine.run(`${documents} | ${extract(`${draft}/nginx/static`)}`)
  await machine.run(sh`echo ${commit} | tee ${draft}/COMMIT`)
  await machine.run(sh`ln -sfn ${settings} ${draft}/.env`)
  await machine.run(sh`chmod -R u=rwX,go=rX ${draft}`)
  await machine.run(sh`mv ${draft} ${release}`)
  await machine.run(sh`rm -rf ${buildFolder}`)
  return name
}

/** Confines the builder to its folder; systemd ends leftover processes after each step. */
function sandbox({ terminal }: Machine): string[] {
  const properties = [
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'ProtectSystem=strict',
    `ReadWritePaths=${work}`,
    `InaccessiblePaths=-${settingsFolder}`,
    `InaccessiblePaths=-${data}`,
    'ProtectHome=yes',
    'PrivateTmp=yes',
    'UMask=0022',
    'LimitCORE=0',
  ]
  const names = Object.keys(terminal.env).filter((name) => PASSED_VARIABLES.test(name))
  return [
    ...['--quiet', '--pipe', '--wait', '--collect', `--uid=${builder}`, `--gid=${builder}`],
    ...properties.map((each) => `--property=${each}`),
    `--setenv=HOME=${work}`,
    ...names.map((name) => `--setenv=${name}`),
  ]
}

/** Switches the release for the next start, atomically. */
export async function switchTo(machine: Machine, name: string) {
  const next = `${home}/current.next`
  await machine.run(sh`ln -sfn ${releaseOf(name)} ${next}`)
  await machine.run(sh`mv -T ${next} ${current}`)
}

export async function markRunning(machine: Machine, name: string) {
  await machine.run(sh`ln -sfn ${releaseOf(name)} ${running}`)
}

/** The release that came up last; the current one if an older version has not recorded it. */
export async function runningRelease(machine: Machine): Promise<string> {
  const { text } = await machine.ask(sh`readlink ${running}`)
  return text ? basename(text) : currentRelease(machine)
}

export async function currentRelease(machine: Machine): Promise<string> {
  return basename((await machine.ask(sh`readlink ${current}`)).text)
}

export async function commitOf(machine: Machine, name: string): Promise<string> {
  return (await machine.ask(sh`cat ${releaseOf(name)}/COMMIT`)).text
}

/** Deletes releases but those in `kept` and the one whose Node still runs. */
export async function pruneReleases(machine: Machine, kept: string[], mainPid = '0') {
  const { text } = await machine.ask(sh`ls ${releases}`)
  const program = (await machine.ask(sh`readlink /proc/${mainPid}/exe`)).text
  for (const name of text.split('\n').filter(Boolean)) {
    const isRunning = program.startsWith(`${releaseOf(name)}/`)
    if (!kept.includes(name) && !isRunning) await machine.run(sh`rm -rf ${releaseOf(name)}`)
  }
}
