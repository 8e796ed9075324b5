import type { Batch, Item } from '#cli/moving/import/batch'
import { idsHere, leaveKnown, newIds, nextIds, remember } from '#cli/moving/import/ids'
import { insert, type Insert } from '#cli/moving/import/insert'
import { coversHere, type Covers } from '#cli/moving/import/kinds/covers'
import { changeContents } from '#cli/moving/import/kinds/post_contents'
import { fitData } from '#cli/moving/import/kinds/post_data'
import type { Row } from '#cli/moving/import/source'
import { MAX_PINNED } from '#domain/pins'
import { madeOf } from '#domain/post_texts'
import { indexed } from '#domain/search/site'

const columns = [
  ...[
    'id',
    'user_id',
    'type',
    'language',
    'title',
    'slug',
    'slug_given',
    'excerpt',
    'excerpt_given',
  ],
  ...['content_format', 'content', 'tags', 'data', 'seo', 'canonical_url', 'cover_id'],
  'translation_group',
  ...['published', 'published_at', 'publish_at', 'unpublish_at', 'time_zone', 'on_missed', 'held'],
  ...['late_seconds', 'trashed_at', 'restores_published', 'removed_at', 'locked', 'pinned'],
  ...['comments_open', 'revision', 'edited_by', 'edited_at', 'search', 'search_version'],
  ...['created_at', 'updated_at'],
]

export async function importPosts(batch: Batch, items: Item[]) {
  const known = items.filter(({ here }) => here)
  await changeContents(batch, known)
  const others = items.filter(({ here }) => !here)
  const fresh = await leaveKnown(batch, 'posts', others)
  const users = await idsHere(
    batch,
    'users',
    fresh.flatMap(({ row }) => [row.user_id, row.edited_by, row.draft?.editor_id])
  )
  const fit = fresh.filter((item) => {
    const { user_id: author } = item.row
    const isFound = author === null || author === undefined || users.has(String(author))
    if (!isFound) batch.refuse(item, `there is no user ${author}, its author`)
    return isFound
  })
  if (!batch.terms.keepsIds) await fitData(batch, fit)
  const covers = await coversHere(
    batch,
    fit.map(({ row }) => row.cover_id),
    fit.map(({ row }) => row.draft?.members)
  )
  const ids = await newIds(batch, 'posts', fit)
  const groups = await groupsHere(batch, fit)
  const tags = await successors(batch, fit)
  const pins = await pinsLeft(batch, fit)
  const taken = await takenAddresses(batch, fit)
  const rows: Insert[] = []
  for (const item of fit) {
    const { row } = item
    const here = (id: string | number | null) => users.get(String(id)) ?? null
    const texts = await textsOf(row)
    const id = ids.get(item)
    // The trigger of addresses locks each. One transaction can't hold the locks of a whole archive.
    const isContinued = taken.has(item) || batch.terms.isDry
    rows.push({
      item,
      values: {
        ...row,
        ...texts,
        id,
        slug: isContinued ? `${texts.slug}-${id}` : texts.slug,
        user_id: here(row.user_id),
        edited_by: here(row.edited_by),
        cover_id: covers.idOf(row.cover_id),
        translation_group: groups.get(String(row.translation_group)) ?? null,
        tags: [...new Set(row.tags.map((tag: string) => tags.get(tag) ?? tag))],
        pinned: pins(item, here(row.user_id)),
      },
    })
  }
  const made = await insert(batch, { table: 'posts', columns, mend }, rows)
  await remember(
    batch,
    'posts',
    made.map(({ item, values }): [string, number] => [item.row.id, values.id])
  )
  await importDrafts(batch, made, { users, covers })
  for (const { item, values } of made) {
    batch.settle(item, 'created')
    batch.languages.add(values.language)
    const isMoved = values.slug !== item.row.slug && !batch.terms.isDry
    if (item.row.slug && (taken.has(item) || isMoved)) {
      batch.note(item, `the address ${item.row.slug} is taken: it is ${values.slug} here`)
    }
  }
}

/** The index of its words, and slug and excerpt where it has none. */
async function textsOf(row: Row) {
  const { title, content, language, content_format: contentFormat, slug, excerpt } = row
  if (typeof slug === 'string' && typeof excerpt === 'string') {
    const { search, searchVersion } = await indexed({ title, content, language })
    return { search, search_version: searchVersion, slug, excerpt }
  }
  const made = await madeOf({ title, content, language, contentFormat, slug, excerpt })
  return {
    ...{ search: made.search, search_version: made.searchVersion },
    ...{ slug: made.slug, excerpt: made.excerpt },
  }
}

/** An address that another post has is continued with the id, as that of a post made here. */
function mend({ item, values }: Insert, constraint: string): Insert | null {
  if (constraint !== 'posts_slug_unique') return null
  return { item, values: { ...values, slug: `${values.slug}-${values.id}` } }
}

/** Items whose address a public or scheduled post has, as `claim_slug` sees it (0034). */
async function takenAddresses(batch: Batch, items: Item[]): Promise<Set<Item>> {
  const claiming = items.filter(({ row }) => row.slug && (row.published_at || row.publish_at))
  const rows = await batch.query<{ address: string }>(
    `select posts.type || '/' || posts.slug as address from posts
     join unnest(:types::text[], :slugs::text[]) as asked (type, slug)
       on asked.type = posts.type and asked.slug = posts.slug
     where (published_at is not null or publish_at is not null) and deleted_at is null`,
    { types: claiming.map(({ row }) => row.type), slugs: claiming.map(({ row }) => row.slug) }
  )
  const taken = new Set(rows.map(({ address }) => address))
  return new Set(claiming.filter(({ row }) => taken.has(`${row.type}/${row.slug}`)))
}

/** Groups of translations have numbers of the sequence of posts. */
async function groupsHere(batch: Batch, items: Item[]): Promise<Map<string, number>> {
  const { keepsIds, floors } = batch.terms
  const asked = new Set(items.flatMap(({ row }) => row.translation_group ?? []))
  const known = await idsHere(batch, 'translations', [...asked])
  const fresh = [...asked].filter((group) => !known.has(String(group)))
  const moved = fresh.filter((group) => !keepsIds || group <= floors.posts)
  const numbers = await nextIds(batch, 'posts', moved.length)
  const made = new Map<string | number, number>(fresh.map((group) => [group, group]))
  for (const [index, group] of moved.entries()) made.set(group, numbers[index])
  await remember(batch, 'translations', made)
  for (const [group, number] of made) known.set(String(group), number)
  return known
}

/** Tags that staff joined to others here. */
async function successors(batch: Batch, items: Item[]): Promise<Map<string, string>> {
  const rows = await batch.query<{ slug: string; to: string }>(
    `select tags.slug, successor.slug as to
     from tags join tags as successor on successor.id = tags.leads_to
     where tags.slug = any(:slugs)`,
    { slugs: [...new Set(items.flatMap(({ row }) => row.tags))] }
  )
  return new Map(rows.map(({ slug, to }) => [slug, to]))
}

/** Pins as far as there is room. */
async function pinsLeft(batch: Batch, items: Item[]) {
  const counts = new Map<string, number>()
  if (items.some(({ row }) => row.pinned)) {
    const rows = await batch.query<{ place: string; total: number }>(
      `select case pinned when 'site' then 'site' else user_id::text end as place, count(*)::int as total
       from posts where pinned is not null and deleted_at is null group by 1`
    )
    for (const { place, total } of rows) counts.set(place, total)
  }
  return (item: Item, author: number | null) => {
    const { pinned = null } = item.row
    if (pinned === null) return null
    const place = pinned === 'site' ? 'site' : String(author)
    const count = counts.get(place) ?? 0
    if (count >= MAX_PINNED) {
      batch.note(item, `it is not pinned here: ${MAX_PINNED} posts are`)
      return null
    }
    counts.set(place, count + 1)
    return pinned
  }
}

const draftColumns = [
  ...['post_id', 'members', 'search', 'search_version', 'begun_from', 'editor_id', 'kept_at'],
  ...['created_at', 'updated_at'],
]

/** Working copies. One without its editor goes. */
async function importDrafts(
  batch: Batch,
  posts: Insert[],
  { users, covers }: { users: Map<string, number>; covers: Covers }
) {
  const rows: Insert[] = []
  for (const { item, values } of posts) {
    const { draft } = item.row
    if (!draft) continue
    const editor = users.get(String(draft.editor_id))
    const { title, content, language } = { ...item.row, ...draft.members }
    if (!editor || typeof title !== 'string' || typeof content !== 'string') {
      batch.note(item, 'its working copy is not kept: it has no editor, or no text')
      continue
    }
    const { search, searchVersion } = await indexed({ title, content, language })
    const texts = { search, search_version: searchVersion }
    const ours = { post_id: values.id, editor_id: editor, members: covers.within(draft.members) }
    rows.push({ item, values: { ...draft, ...texts, ...ours } })
  }
  const onRefused = (item: Item, reason: string) =>
    batch.note(item, `its working copy is not kept: ${reason}`)
  await insert(batch, { table: 'post_drafts', columns: draftColumns, onRefused }, rows)
}
