import { writeFile } from 'node:fs/promises'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'

export default class WriteDocument extends BaseCommand {
  static override commandName = 'openapi:write'
  static override description = 'Write the OpenAPI document to openapi.json'
  static override options = { startApp: true }

  /** Loads the document late: `codegen` loads this file before the list of operations is there. */
  override async run() {
    const { makeDocument } = await import('#openapi/document')
    const { documentFile } = await import('#openapi/published')
    await writeFile(documentFile(), JSON.stringify(await makeDocument()))
    this.logger.success('openapi.json')
  }
}

export const getMetaData = async (): Promise<CommandMetaData[]> => [WriteDocument.serialize()]
export const getCommand = async () => WriteDocument
