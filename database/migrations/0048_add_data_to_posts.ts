import { BaseSchema } from '@adonisjs/lucid/schema'

/** Replaces texts in the definition of a function, whatever else another migration has changed in it. */
const rewrite = (name: string, replacements: [string, string][]) => {
  const source = replacements.reduce(
    (text, [from, to]) => `replace(${text}, '${from}', '${to}')`,
    `pg_get_functiondef('${name}'::regproc)`
  )
  return `do $do$ begin execute ${source}; end $do$;`
}

const added = '(added.visible and not added.unlisted)'
const changed = '(new.visible and not new.unlisted)'

const tagTrigger = (columns: string[]) => `
  drop trigger tag_post on posts;
  create trigger tag_post after update of tags, ${columns.join(', ')} on posts for each row
    when (
      (old.tags <> '{}' or new.tags <> '{}')
      and (old.tags, ${columns.map((name) => `old.${name}`).join(', ')})
        is distinct from (new.tags, ${columns.map((name) => `new.${name}`).join(', ')})
    )
    execute function tag_post();`

/**
 * `data` are the members of a post's type. `unlisted` follows `types.listed`, so that the lists need no join.
 * A post of the type `post` is always listed, and its insert asks for no type. A writer of another type shares
 * the row of its type, so a change of the type sees all writers of before. Tags count listed posts alone.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table posts
        add column data jsonb,
        add column unlisted boolean not null default false;

      create function follow_type() returns trigger language plpgsql as $$
      declare
        is_listed boolean;
      begin
        select listed into is_listed from types where name = new.type for share;
        if is_listed is null then
          raise foreign_key_violation using
            message = 'There is no type ' || new.type, constraint = 'posts_type_foreign';
        end if;
        new.unlisted := not is_listed;
        return new;
      end $$;
      create trigger follow_type before insert on posts for each row
        when (new.type <> 'post') execute function follow_type();
      create trigger follow_changed_type before update of type on posts for each row
        when (old.type <> new.type) execute function follow_type();

      ${rewrite('tag_new_posts', [['added.visible', added]])}
      ${rewrite('tag_post', [['new.visible', changed]])}
      ${rewrite('content_of', [['trashed_at,', 'trashed_at, unlisted,']])}
      ${tagTrigger(['visible', 'listed_at', 'unlisted', 'type'])}
    `)
  }

  async down() {
    this.schema.raw(`
      ${tagTrigger(['visible', 'listed_at'])}
      ${rewrite('content_of', [['trashed_at, unlisted,', 'trashed_at,']])}
      ${rewrite('tag_post', [[changed, 'new.visible']])}
      ${rewrite('tag_new_posts', [[added, 'added.visible']])}
      drop trigger follow_changed_type on posts;
      drop trigger follow_type on posts;
      drop function follow_type();
      alter table posts drop column unlisted, drop column data;
    `)
  }
}
