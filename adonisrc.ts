import { indexEntities } from '@adonisjs/core'
import { defineConfig } from '@adonisjs/core/app'
import { generateLists } from './bin/generated_lists.js'

/** What the functional suite asks the app itself, these ask two workers through Nginx. */
const proxied = [
  'tests/functional/http/{cors,errors,idempotency}.spec.{ts,js}',
  'tests/functional/sessions/{refresh,refresh_forgeries,sessions}.spec.{ts,js}',
  'tests/functional/staff/{post_actions,registry}.spec.{ts,js}',
  'tests/functional/users/{pages,password}.spec.{ts,js}',
]

export default defineConfig({
  commands: [
    () => import('@adonisjs/core/commands'),
    () => import('@adonisjs/lucid/commands'),
    () => import('@adonisjs/bouncer/commands'),
    () => import('#openapi/write_document'),
    () => import('#openapi/write_assets'),
    () => import('#database/make_migration'),
    () => import('./bin/commands/make_resource.js'),
  ],

  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/core/providers/hash_provider'),
    { file: () => import('@adonisjs/core/providers/repl_provider'), environment: ['repl', 'test'] },
    () => import('@adonisjs/core/providers/vinejs_provider'),
    () => import('@adonisjs/lucid/database_provider'),
    () => import('@adonisjs/redis/redis_provider'),
    () => import('@adonisjs/limiter/limiter_provider'),
    () => import('@adonisjs/auth/auth_provider'),
    () => import('@adonisjs/bouncer/bouncer_provider'),
    () => import('@adonisjs/drive/drive_provider'),
    () => import('#providers/database_provider'),
    { file: () => import('#providers/pipeline_provider'), environment: ['web', 'test'] },
    () => import('#providers/cache_provider'),
    { file: () => import('#providers/http_provider'), environment: ['web', 'test', 'console'] },
    { file: () => import('#providers/load_provider'), environment: ['web'] },
    { file: () => import('#providers/jobs_provider'), environment: ['web'] },
  ],

  preloads: [
    () => import('#start/validator'),
    () => import('#start/events'),
    { file: () => import('#start/requests'), environment: ['web', 'test'] },
    { file: () => import('#start/metrics'), environment: ['web', 'test'] },
    { file: () => import('#start/routes'), environment: ['web', 'test', 'console'] },
    { file: () => import('#start/kernel'), environment: ['web', 'test', 'console'] },
  ],

  tests: {
    // Far longer than any test takes: the machine may be ten times as busy.
    suites: [
      // What starts many processes comes first: that takes longer from a process that has grown.
      { name: 'cli', files: ['tests/cli/**/*.spec.{ts,js}'], timeout: 300_000 },
      { name: 'process', files: ['tests/process/**/*.spec.{ts,js}'], timeout: 600_000 },
      { name: 'service', files: ['tests/service/**/*.spec.{ts,js}'], timeout: 300_000 },
      { name: 'functional', files: ['tests/functional/**/*.spec.{ts,js}'], timeout: 300_000 },
      { name: 'unit', files: ['tests/unit/**/*.spec.{ts,js}'], timeout: 300_000 },
      { name: 'proxied', files: proxied, timeout: 300_000 },
      { name: 'browser', files: ['tests/browser/**/*.spec.{ts,js}'], timeout: 300_000 },
      { name: 'resilience', files: ['tests/resilience/**/*.spec.{ts,js}'], timeout: 600_000 },
    ],
    forceExit: false,
  },

  metaFiles: [
    { pattern: 'openapi.json', reloadServer: false },
    { pattern: 'known_names.json', reloadServer: false },
    { pattern: 'bin/plaza.js', reloadServer: false },
    { pattern: 'nginx/**', reloadServer: false },
  ],

  hooks: {
    init: [indexEntities(), generateLists],
  },
})
