import { spawnSync } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { args, BaseCommand } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'
import { namesOf, type ResourceNames } from './resource_names.js'

const MIGRATIONS = 'database/migrations'

/** Files in `stubs/resource`. */
const STUBS = [
  'resource',
  'model',
  'policy',
  'validators',
  'controller',
  'operations',
  'test',
  'migration',
]

/** Additions to the files that name every resource. */
const EDITS: Record<string, (text: string, names: ResourceNames) => string> = {
  'start/routes.ts': (text, { classes, table }) => {
    const named = insert(text, 'ownRoutes({', ` ${table}: controllers.${classes},`)
    const line = `import { controllers } from '#generated/controllers'\n`
    if (text.includes(line)) return named
    return insert(named, "import { ownRoutes } from '#start/own_routes'\n", line)
  },
  'cli/program.ts': (text, { file, variable }) => {
    const named = insert(text, 'addOwnCommands(plaza, dispatch, [', `${variable}, `)
    const line = `import { ${variable} } from '#resources/${file}'\n`
    return insert(named, "import { version } from '#cli/version'\n", line)
  },
  'CHANGELOG.md': (text, { command, table, wordsPlural }) => {
    const line = `- Users keep ${wordsPlural}: \`/${table}\`, \`plaza ${command}\`.\n`
    const heading = '### Added\n\n'
    return insert(text, heading, text.includes(`${heading}- `) ? line : `${line}\n`)
  },
}

export default class MakeResource extends BaseCommand {
  static commandName = 'make:resource'
  static description = 'Make a resource that each user has alone, with all that it needs'
  static options = { startApp: false }

  @args.string({ description: 'One of them, such as bookmark or reading_list' })
  declare name: string

  async run() {
    const made: string[] = []
    const before = new Map<string, string>()
    try {
      const names = namesOf(this.name)
      for (const path of Object.keys(EDITS)) before.set(path, await this.#read(path))
      refuseTaken(names, await this.#routes(), await this.#read('database/schema.ts'))
      for (const stub of STUBS) made.push(await this.#make(stub, names))
      for (const [path, text] of before) await this.#write(path, EDITS[path](text, names))
      for (const path of [...made, ...before.keys()]) await this.#format(path)
    } catch (error) {
      for (const path of made) await rm(this.app.makePath(path), { force: true })
      for (const [path, text] of before) await this.#write(path, text)
      this.logger.error(`Nothing was made. ${(error as Error).message}`)
      this.exitCode = 1
      return
    }
    this.#generate()
    for (const path of made) this.logger.action(`create ${path}`).succeeded()
    for (const path of before.keys()) this.logger.action(`edit ${path}`).succeeded()
    this.logger.info(
      'Change them as docs/adding_a_resource.md says, then: npm run ace -- migration:run'
    )
  }

  /** @returns the path of the new file */
  async #make(stub: string, names: ResourceNames): Promise<string> {
    const stubs = await this.app.stubs.create()
    const file = await stubs.build(`resource/${stub}.stub`, { source: this.app.makePath('stubs') })
    const number = String((await this.#lastMigration()) + 1).padStart(4, '0')
    const migration = `${number}_create_${names.table}_table.ts`
    const { destination, status } = await file.generate({ names: { ...names, migration } })
    const path = this.app.relativePath(destination)
    if (status === 'skipped') throw new Error(`${path} is there already: choose another name.`)
    return path
  }

  async #routes() {
    const files = await readdir(this.app.makePath('start/routes'))
    const paths = ['start/routes.ts', ...files.map((file) => `start/routes/${file}`)]
    return (await Promise.all(paths.map(this.#read))).join('\n')
  }

  async #lastMigration() {
    const files = await readdir(this.app.makePath(MIGRATIONS))
    return Math.max(0, ...files.map((file) => Number.parseInt(file) || 0))
  }

  async #format(path: string) {
    const { format, resolveConfig } = await import('prettier')
    const filepath = this.app.makePath(path)
    const options = await resolveConfig(filepath)
    await this.#write(path, await format(await this.#read(path), { ...options, filepath }))
  }

  #generate() {
    const cwd = this.app.makePath()
    const { status, stderr } = spawnSync(process.execPath, ['ace.js', 'codegen'], {
      cwd,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
  }

  #read = (path: string) => readFile(this.app.makePath(path), 'utf8')
  #write = (path: string, text: string) => writeFile(this.app.makePath(path), text)
}

function insert(text: string, after: string, added: string): string {
  const at = text.indexOf(after)
  if (at === -1) throw new Error(`A file lacks "${after.trim()}", where the resource is named.`)
  return text.slice(0, at + after.length) + added + text.slice(at + after.length)
}

/** @throws Error if the name is in use */
function refuseTaken({ class: name, table, words }: ResourceNames, routes: string, schema: string) {
  const isTaken = schema.includes(`class ${name}Schema `) || routes.includes(`'/${table}`)
  if (isTaken) throw new Error(`Plaza has ${words} already: choose another name.`)
}

/** Ace calls these two functions of each file of commands. */
export const getMetaData = async (): Promise<CommandMetaData[]> => [MakeResource.serialize()]
export const getCommand = async () => MakeResource
