import { BaseSchema } from '@adonisjs/lucid/schema'
import { constructionStatements } from '#queue/schema'

/**
 * The tables are pg-boss's own: a version of it that alters them needs another migration. A queue must exist
 * before its first job is sent; its jobs bring their other options with them.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(constructionStatements())
    this.schema.raw(
      `select jobs.create_queue('deletions', '{"policy": "exclusive", "notify": true}')`
    )
  }

  async down() {
    this.schema.raw('drop schema jobs cascade')
  }
}
