import type { IndexGenerator } from '@adonisjs/assembler/index_generator'

const LISTS = [
  { name: 'resources', source: 'app/resources', alias: '#resources' },
  { name: 'operations', source: 'app/openapi/operations', alias: '#openapi/operations' },
]

/** A list of the files in each of these folders, in `.adonisjs`, so that none is listed by hand. */
export const generateLists = {
  run(_: unknown, __: unknown, generator: IndexGenerator) {
    for (const { name, source, alias } of LISTS) {
      generator.add(name, {
        source,
        output: `.adonisjs/server/${name}.ts`,
        as: (files, buffer) => {
          const own = Object.keys(files.asList()).filter((file) => !file.includes('/'))
          for (const file of own) buffer.write(`export * as ${file} from '${alias}/${file}'`)
        },
      })
    }
  },
}
