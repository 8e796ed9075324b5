import { writeFile } from 'node:fs/promises'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'

export default class WriteDocument extends BaseCommand {
  static override commandName = 'openapi:write'
  static override description = 'Write openapi.json, and the names that each route takes'
  static override options = { startApp: true }

  /** Loads the document late: `codegen` loads this file before the list of operations is there. */
  override async run() {
    const { makeDocument } = await import('#openapi/document')
    const { documentFile } = await import('#openapi/published')
    const { allKnownNames } = await import('#openapi/known_names')
    const { namesFile } = await import('#openapi/unknown_names')
    await writeFile(documentFile(), JSON.stringify(await makeDocument()))
    await writeFile(namesFile(), JSON.stringify(allKnownNames()))
    this.logger.success('openapi.json, known_names.json')
  }
}

export const getMetaData = async (): Promise<CommandMetaData[]> => [WriteDocument.serialize()]
export const getCommand = async () => WriteDocument
