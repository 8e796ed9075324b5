import { BaseSchema } from '@adonisjs/lucid/schema'

/** A tag, a made slug and a made excerpt follow from others: jobs change them, and leave no revision. */
const written = ['title', 'content', 'content_format', 'language', 'canonical_url', 'seo', 'data']

const keepsRevision = (columns: string[]) => `
  create or replace trigger keep_revision before update of ${columns.join(', ')} on posts for each row
    when ((${columns.map((name) => `old.${name}`).join(', ')})
      is distinct from (${columns.map((name) => `new.${name}`).join(', ')}))
    execute function keep_revision();`

/** A change in the database itself leaves a revision, whichever text it is of. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(keepsRevision(['revision', ...written]))
  }

  async down() {
    this.schema.raw(keepsRevision(['revision', 'title', 'content']))
  }
}
