import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformFileSync } from '@swc/core'
import { median } from './comparison.js'
import type { Plaza } from './plaza.js'
import { Server } from './server.js'
import { shapes } from './shapes.js'

const YARDSTICKS = fileURLToPath(new URL('yardsticks', import.meta.url))
const TMP = fileURLToPath(new URL('../tmp', import.meta.url))

/** Time to readiness, divided by Fastify's: seconds would depend on the machine. */
export async function coldStart(plaza: Plaza, times: number) {
  const folder = compileYardsticks()
  try {
    const env = { ...plaza.env, SHAPES: shapes }
    const script = `${folder}/fastify.js`
    const rounds: { fastify: number; plaza: number }[] = []
    for (let time = 0; time < times; time++) {
      const fastify = await secondsOf(() => Server.start('fastify', [script], { env }))
      rounds.push({ fastify, plaza: await secondsOf(() => plaza.serve('plaza')) })
    }
    const of = (server: 'fastify' | 'plaza') => median(rounds.map((round) => round[server]))
    const how = `${of('plaza').toFixed(2)} s to ${of('fastify').toFixed(2)} s`
    const ratios = rounds.map((round) => round.plaza / round.fastify)
    return { name: `cold start, times that of Fastify (${how})`, value: median(ratios), atMost: 4 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function secondsOf(start: () => Promise<Server>): Promise<number> {
  const begin = performance.now()
  const server = await start()
  const seconds = (performance.now() - begin) / 1000
  await server.stop()
  return seconds
}

/** @returns a folder of JavaScript inside the checkout, for its packages */
function compileYardsticks(): string {
  mkdirSync(TMP, { recursive: true })
  const folder = mkdtempSync(`${TMP}/yardsticks-`)
  writeFileSync(`${folder}/package.json`, JSON.stringify({ type: 'module' }))
  for (const file of readdirSync(YARDSTICKS)) {
    const { code } = transformFileSync(`${YARDSTICKS}/${file}`, {
      configFile: false,
      swcrc: false,
      module: { type: 'es6' },
      jsc: { target: 'esnext', parser: { syntax: 'typescript' } },
    })
    writeFileSync(`${folder}/${file.replace(/\.ts$/, '.js')}`, code)
  }
  return folder
}
