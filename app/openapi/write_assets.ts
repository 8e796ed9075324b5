import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'
import { asset, assetNames, versionedName } from '#openapi/assets'

export default class WriteAssets extends BaseCommand {
  static override commandName = 'docs:write'
  static override description = 'Write the scripts and styles of /docs to nginx/static/docs'

  override async run() {
    await writeAssets(this.app.makePath('nginx/static/docs'))
    this.logger.success('nginx/static/docs')
  }
}

export async function writeAssets(directory: string) {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  for (const name of assetNames) {
    const { body } = await asset(name)!
    const path = join(directory, await versionedName(name))
    await writeFile(path, body)
    await writeFile(`${path}.gz`, await promisify(gzip)(body, { level: 9 }))
  }
}

export const getMetaData = async (): Promise<CommandMetaData[]> => [WriteAssets.serialize()]
export const getCommand = async () => WriteAssets
