import { BaseSchema } from '@adonisjs/lucid/schema'

const PLACE = '/media/files/'

const has = (text: string) => `position('${PLACE}' in ${text}) > 0`

/** The address of a cover beside a text, so that the picture counts as used there. */
const withCover = (text: string, id: string) =>
  `${text} || case when ${id} is not null then address_of_cover(${id}) else '' end`

const said = (row: string) => `${row}.content || ' ' || coalesce(${row}.data::text, '')`
const kept = (row: string) => `coalesce(${row}.members::text, '')`
const coverIn = (row: string) => `(${row}.members ->> 'cover_id')::bigint`
const nameOf = (table: string) => `use_media_in_${table.replace('post_', '').slice(0, -1)}`

/** Replaces texts in the definition of a function, whatever else another migration has changed in it. Each must be there. */
const rewrite = (name: string, replacements: [string, string][]) => `
  do $do$
  declare source text := pg_get_functiondef('${name}'::regproc);
  begin
    ${replacements
      .map(
        ([from, to]) => `
          if position($t$${from}$t$ in source) = 0 then
            raise exception '${name} is not as this migration expects it';
          end if;
          source := replace(source, $t$${from}$t$, $t$${to}$t$);`
      )
      .join('')}
    execute source;
  end $do$;`

const back = (replacements: [string, string][]) =>
  replacements.map(([from, to]): [string, string] => [to, from])

const ofNewPosts: [string, string][] = [
  [
    `perform use_media(${said('added')}, `,
    `perform use_media(${withCover(said('added'), 'added.cover_id')}, `,
  ],
  [
    `from added where ${has(said('added'))}`,
    `from added where added.cover_id is not null or ${has(said('added'))}`,
  ],
]

const ofPost: [string, string][] = [
  [
    `use_media(${said('new')}, ${said('old')}, `,
    `use_media(${withCover(said('new'), 'new.cover_id')}, '${PLACE}', `,
  ],
]

const ofCopies: [string, string][] = [
  [`use_media(${kept('new')}, `, `use_media(${withCover(kept('new'), coverIn('new'))}, `],
  [`then ${kept('old')} else`, `then '${PLACE}' else`],
]

const triggerOfPost = (columns: string, condition: string) => `
  create or replace trigger use_media_in_post after update of ${columns} on posts for each row
    when (${condition}) execute function use_media_in_post();`

const hasText = `(old.content, old.data) is distinct from (new.content, new.data)
  and (${has(said('old'))} or ${has(said('new'))})`

/** @param told whether a row tells of a file */
const triggersOfCopies = (told: (row: string) => string) =>
  ['post_drafts', 'post_revisions']
    .map(
      (table) => `
        create or replace trigger ${nameOf(table)} after insert on ${table} for each row
          when (${told('new')}) execute function ${nameOf(table)}();
        create or replace trigger ${nameOf(table)}_again after update of members on ${table} for each row
          when (old.members is distinct from new.members and (${told('old')} or ${told('new')}))
          execute function ${nameOf(table)}();
        create or replace trigger ${nameOf(table)}_no_more after delete on ${table} for each row
          when (${told('old')}) execute function ${nameOf(table)}();`
    )
    .join('\n')

/**
 * The cover of a post. It counts as used by the same triggers as a picture in the text (0142), which see the address of
 * the cover behind the text.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table posts
        add column cover_id bigint,
        add constraint posts_cover_id_foreign
          foreign key (cover_id) references media on delete set null not valid;

      create function address_of_cover(id_of_media bigint) returns text language sql stable as $$
        select coalesce((
          select ' ${PLACE}' || media_variants.name
          from media join media_variants on media_variants.file_id = media.file_id
          where media.id = id_of_media order by media_variants.name limit 1
        ), '')
      $$;
      ${rewrite('use_media_in_new_posts', ofNewPosts)}
      ${rewrite('use_media_in_post', ofPost)}
      ${rewrite('use_media_in_draft', ofCopies)}
      ${rewrite('use_media_in_revision', ofCopies)}
      ${triggerOfPost('content, data, cover_id', `old.cover_id is distinct from new.cover_id or (${hasText})`)}
      ${triggersOfCopies((row) => `${coverIn(row)} is not null or ${has(kept(row))}`)}
    `)
  }

  async down() {
    this.schema.raw(`
      ${triggersOfCopies((row) => has(kept(row)))}
      ${triggerOfPost('content, data', hasText)}
      ${rewrite('use_media_in_revision', back(ofCopies))}
      ${rewrite('use_media_in_draft', back(ofCopies))}
      ${rewrite('use_media_in_post', back(ofPost))}
      ${rewrite('use_media_in_new_posts', back(ofNewPosts))}
      drop function address_of_cover(bigint);
      alter table posts drop column cover_id;
    `)
  }
}
