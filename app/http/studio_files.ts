import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { ReadStream } from 'node:fs'
import { publicPath } from '#domain/public_path'

/** All types of files in a build of the studio. */
const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The encodings of each file in a build, the smallest first. */
const endings = { br: '.br', gzip: '.gz', identity: '' } as const

export type Encoding = keyof typeof endings

export const encodings = Object.keys(endings) as Encoding[]

export interface StudioAsset {
  type: string
  body: ReadStream
}

/** The built studio in a folder: `index.html`, and `assets/` with a digest in each name. */
export class StudioFiles {
  constructor(readonly folder: string) {}

  /** The page, with addresses under the path of `APP_URL`; undefined if it is not built. */
  async page(): Promise<string | undefined> {
    const html = await readFile(join(this.folder, 'index.html'), 'utf8').catch(ignoreAbsence)
    return html?.replaceAll('./assets/', publicPath('/studio/assets/'))
  }

  /** @param name without a path @returns undefined for an unknown name */
  async asset(name: string, encoding: Encoding): Promise<StudioAsset | undefined> {
    const type = types[extname(name)]
    const file = `${name}${endings[encoding]}`
    if (!type || !(await this.#list()).has(file)) return undefined
    return { type, body: createReadStream(join(this.folder, 'assets', file)) }
  }

  async #list() {
    return new Set((await readdir(join(this.folder, 'assets')).catch(ignoreAbsence)) ?? [])
  }
}

function ignoreAbsence(error: NodeJS.ErrnoException) {
  if (error.code !== 'ENOENT') throw error
  return undefined
}
