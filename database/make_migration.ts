import { readdir, writeFile } from 'node:fs/promises'
import { args, BaseCommand } from '@adonisjs/core/ace'
import string from '@adonisjs/core/helpers/string'
import type { CommandMetaData } from '@adonisjs/core/types/ace'

const FOLDER = 'database/migrations'
const TEXT = `import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {}

  async down() {}
}
`

/** In place of Lucid's: a file is numbered like its neighbours, and has the name it was given. */
export default class MakeMigration extends BaseCommand {
  static commandName = 'make:migration'
  static description = 'Make a new migration, numbered like its neighbours'
  static options = { startApp: false }

  @args.string({ description: 'What it does, such as add_subtitle_to_posts' })
  declare name: string

  async run() {
    const names = await readdir(this.app.makePath(FOLDER))
    const last = Math.max(0, ...names.map((name) => Number.parseInt(name) || 0))
    const number = String(last + 1).padStart(4, '0')
    const path = `${FOLDER}/${number}_${string.snakeCase(this.name)}.ts`
    await writeFile(this.app.makePath(path), TEXT, { flag: 'wx' })
    this.logger.success(`made ${path}`)
  }
}

/** What Ace asks a file of commands. */
export const getMetaData = async (): Promise<CommandMetaData[]> => [MakeMigration.serialize()]
export const getCommand = async () => MakeMigration
