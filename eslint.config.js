import { configApp } from '@adonisjs/eslint-config'

/**
 * The floors of the house (docs/architecture.md): a folder imports itself and any lower floor.
 * Folders on one floor are strangers.
 */
const floors = [
  ['support'],
  ['models', 'exceptions'],
  ['events', 'policies', 'transformers'],
  ['queries'],
  ['actions'],
  ['listeners', 'jobs', 'auth', 'validators', 'limits'],
  ['openapi'],
  ['middleware', 'controllers', 'cli/commands'],
]

/** They put the house together, so they see all of it but what starts it. */
const roof = ['start', 'providers', 'config', 'cli']

/** What stands over the commands; the rest of `cli` is what they work with. */
const cliRoof = ['cli/program', 'cli/kernel', 'cli/grammar', 'cli/application']

const outside = ['tests', 'bench', 'database/factories', 'database/seeders']

const forbid = (files, folders) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: folders.map((folder) => ({
          regex: `^#${folder}(/|$)`,
          message: `"${folder}" is not on a lower floor (docs/architecture.md).`,
        })),
      },
    ],
  },
})

const floorRules = floors.flatMap((folders, floor) =>
  folders.map((folder) => {
    const unseen = [
      ...floors
        .slice(floor)
        .flat()
        .filter((other) => other !== folder),
      ...(folder === 'cli/commands' ? ['providers', 'config', ...cliRoof] : roof),
    ]
    const generated = ['generated', ...(folder === 'models' ? [] : ['database'])]
    const files = folder.includes('/') ? `${folder}/**/*.ts` : `app/${folder}/**/*.ts`
    return forbid([files], [...unseen, ...generated, ...outside])
  })
)

export default configApp(
  { ignores: ['.adonisjs', 'build', 'tmp', 'database/schema.ts'] },
  // `(await row('posts', { id })).upvotes` says in one line what it asks.
  { rules: { '@unicorn/no-await-expression-member': 'off' } },
  forbid(
    roof.map((folder) => `${folder}/**/*.ts`),
    outside
  ),
  // Of two rules for one file the last one counts, and commands have a floor below the rest of `cli`.
  ...floorRules
)
