import { BaseSchema } from '@adonisjs/lucid/schema'

/** Admins read how the site is configured. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      update roles set permissions = permissions || '{settings.read}'
        where name = 'admin' and is_built_in
    `)
  }

  async down() {
    this.schema.raw(`update roles set permissions = array_remove(permissions, 'settings.read')`)
  }
}
