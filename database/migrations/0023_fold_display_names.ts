import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * People are found by the beginning of a name, without regard to case, width and accents. The application folds display
 * names (docs/decisions/search.md), in the background those that are there. A name that goes takes what it was found by
 * along, whichever way it goes.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table users add column folded_display_name text;
      create index users_unfolded_index on users (id)
        where display_name is not null and folded_display_name is null;
      create index users_folded_username_beginning_index on users (lower(username collate "C") text_pattern_ops);
      create index users_folded_display_name_beginning_index on users (folded_display_name text_pattern_ops);

      create function unfold_display_name() returns trigger language plpgsql as $$
      begin
        if old.display_name is distinct from new.display_name
          and old.folded_display_name is not distinct from new.folded_display_name then
          new.folded_display_name := null;
        end if;
        return new;
      end $$;

      create trigger unfold_display_name before update of display_name
        on users for each row execute function unfold_display_name();
    `)
  }

  async down() {
    this.schema.raw(`
      drop trigger unfold_display_name on users;
      drop function unfold_display_name();
      drop index users_folded_username_beginning_index;
      alter table users drop column folded_display_name;
    `)
  }
}
