import { configApp } from '@adonisjs/eslint-config'

/**
 * The layers (docs/architecture.md): a folder imports itself and the layers below it. Folders on one
 * layer do not import each other.
 */
const layers = [
  ['domain'],
  ['observability', 'security'],
  ['exceptions'],
  ['database'],
  ['cache', 'queue'],
  ['http', 'mail', 'webhooks', 'media'],
  ['models'],
  ['events', 'policies', 'resources'],
  ['queries'],
  ['actions'],
  ['listeners', 'jobs', 'auth', 'validators', 'limits'],
  ['openapi'],
  ['pages'],
  ['middleware', 'controllers', 'cli/commands'],
]

/** The generated lists of files that a folder may import: those of its own files, or of a lower layer. */
const generatedLists = { queries: 'resources', openapi: 'operations' }

/** They wire the application, so they import all of it but what starts it. */
const wiring = ['start', 'providers', 'config', 'cli']

/** What stands above the commands; the rest of `cli` is what they work with. */
const aboveCommands = ['cli/program', 'cli/kernel', 'cli/grammar', 'cli/application']

const outside = ['tests', 'bench', 'database/factories', 'database/seeders']

/** `#database` is the folder of migrations. */
const aliasOf = (folder) => (folder === 'database' ? 'db' : folder)

/** Between folders only aliases lead, so that no relative path leaves a layer unseen. */
const relative = {
  regex: '^\\.\\./(?!bin/)',
  message: 'Import other folders by their alias, as in #domain/….',
}

const forbid = (files, folders) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          relative,
          ...folders.map((folder) => ({
            regex: `^#${aliasOf(folder)}(/|$)`,
            message: `"${folder}" is not on a lower layer (docs/architecture.md).`,
          })),
        ],
      },
    ],
  },
})

const layerRules = layers.flatMap((folders, layer) =>
  folders.map((folder) => {
    const unseen = [
      ...layers
        .slice(layer)
        .flat()
        .filter((other) => other !== folder),
      ...(folder === 'cli/commands' ? ['providers', 'config', ...aboveCommands] : wiring),
    ]
    const generated = [
      `generated/(?!${generatedLists[folder] ?? '$'})`,
      ...(folder === 'models' ? [] : ['database/schema']),
    ]
    const files = folder.includes('/') ? `${folder}/**/*.ts` : `app/${folder}/**/*.ts`
    return forbid([files], [...unseen, ...generated, ...outside])
  })
)

export default configApp(
  {
    ignores: [
      '.adonisjs',
      'build',
      'tmp',
      'nginx/static',
      'studio/api/schema.d.ts',
      '!eslint.config.js',
    ],
  },
  // `(await row('posts', { id })).upvotes` says in one line what it asks.
  { rules: { '@unicorn/no-await-expression-member': 'off' } },
  forbid(
    wiring.map((folder) => `${folder}/**/*.ts`),
    outside
  ),
  {
    files: ['studio/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'What users wrote is shown as text, or in a sandboxed frame.',
        },
      ],
    },
  },
  // Of two rules for one file the last one counts, and commands have a layer below the rest of `cli`.
  ...layerRules
)
