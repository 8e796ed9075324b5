/* Checks the packages of the lock file. Exit code 1, and a line for each failure. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache 2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
])
/** For the build and the tests only: such files may be passed on unchanged, and are in no release. */
const ALLOWED_FOR_DEVELOPMENT = new Set(['MPL-2.0'])
/**
 * libvips, in programs of its own that sharp loads: the LGPL lets any program link to a library that its users may
 * replace, as they may here, and asks for its licence to be passed on, which is in each of these packages.
 */
const LINKED = /^node_modules\/@img\/sharp-(libvips-|win32-|wasm32|freebsd|webcontainers)/
const LGPL = 'LGPL-3.0-or-later'
const TEXTS = {
  'BSD-3-Clause': /Redistributions in binary form[^]*Neither the name/,
  'MIT': /MIT License|Permission is hereby granted, free of charge|## License\n\n {0,2}MIT\n/,
  'ISC': /ISC License/,
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
const faults = Object.entries(packages)
  .filter(([path, { link }]) => path !== '' && !link)
  .flatMap(([path, entry]) => faultsOf(path, entry).map((fault) => `${path}: ${fault}`))

faults.forEach((fault) => console.error(fault))
if (faults.length > 0) process.exit(1)
console.log(`${Object.keys(packages).length - 1} packages: licences fit, none deprecated`)

function faultsOf(path, { license, deprecated, resolved, dev }) {
  const licence = license && license !== 'BSD' ? license : licenceInFiles(path)
  return [
    !isAllowed(licence) &&
      !(LINKED.test(path) && isAllowed(licence.replaceAll(LGPL, 'MIT'))) &&
      !(dev && ALLOWED_FOR_DEVELOPMENT.has(licence)) &&
      `licence ${licence ?? 'unknown'}`,
    deprecated && `deprecated: ${deprecated}`,
    resolved && `is tied to ${new URL(resolved).host}`,
  ].filter(Boolean)
}

function isAllowed(expression = '') {
  return expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence)))
}

function licenceInFiles(path) {
  const directory = join(ROOT, path)
  const files = existsSync(directory) ? readdirSync(directory) : []
  const text = files
    .filter((name) => /^(licen[cs]e|copying|readme)/i.test(name))
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('\n')
  return Object.keys(TEXTS).find((licence) => TEXTS[licence].test(text))
}
