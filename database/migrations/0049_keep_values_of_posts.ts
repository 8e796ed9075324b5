import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Values of filterable members, kept by triggers whatever writes the post. Its index lists the posts with one value
 * by time. A job fills the values of present posts. A post without `data` costs nothing. `relists` is set until
 * all posts of a type follow its `listed`.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table types add column relists boolean not null default false;

      create table post_values (
        post_id bigint not null references posts on delete cascade,
        name text collate "C" not null,
        value text collate "C" not null,
        type text collate "C" not null,
        visible boolean not null,
        listed_at timestamptz(3) not null,
        primary key (post_id, name, value)
      );
      create index post_values_listed_index
        on post_values (type, name, value, listed_at desc, post_id desc) where visible;
      create index post_values_type_index on post_values (type, name, post_id);

      create function values_of(data jsonb, names text[]) returns table (name text, value text)
        language sql immutable as $$
        select distinct given.name, case jsonb_typeof(item)
          when 'number' then (item #>> '{}')::double precision::text else item #>> '{}' end
        from unnest(names) as given (name)
        cross join lateral jsonb_array_elements(case jsonb_typeof(data -> given.name)
          when 'array' then data -> given.name else jsonb_build_array(data -> given.name) end) as item
        where jsonb_typeof(item) in ('string', 'number', 'boolean')
          and char_length(item #>> '{}') <= 200
      $$;

      create function keep_values() returns trigger language plpgsql as $$
      declare
        names text[];
      begin
        select filterable into names from types where types.name = new.type for share;
        if tg_op = 'UPDATE' then
          delete from post_values where post_id = new.id and (
            type <> new.type or (name, value) not in (select * from values_of(new.data, names)));
        end if;
        insert into post_values (post_id, name, value, type, visible, listed_at)
        select new.id, given.name, given.value, new.type, new.visible, new.listed_at
        from values_of(new.data, names) as given
        on conflict (post_id, name, value)
        do update set visible = excluded.visible, listed_at = excluded.listed_at;
        return null;
      end $$;
      create trigger keep_values after insert on posts for each row
        when (new.data is not null) execute function keep_values();
      create trigger keep_changed_values after update of data, type, visible, listed_at
        on posts for each row
        when (
          (old.data is not null or new.data is not null)
          and (old.data, old.type, old.visible, old.listed_at)
            is distinct from (new.data, new.type, new.visible, new.listed_at)
        )
        execute function keep_values();
    `)
  }

  async down() {
    this.schema.raw(`
      drop trigger keep_changed_values on posts;
      drop trigger keep_values on posts;
      drop function keep_values();
      drop function values_of(jsonb, text[]);
      drop table post_values;
      alter table types drop column relists;
    `)
  }
}
